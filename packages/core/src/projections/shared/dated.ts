// Facts arrive late: what is newest is told by the day it happened, not by when it was recorded.

/** The newer of two: the one of the later day, of one day the one recorded later. */
export const newerOf = <T extends { readonly on: string }>(known: T | null | undefined, next: T): T =>
  known !== null && known !== undefined && known.on > next.on ? known : next

/** Puts `next` in the place of the one it is about, unless that is newer. */
export const keepNewest = <T extends { readonly on: string }>(
  list: T[],
  next: T,
  isAboutSame: (known: T) => boolean,
): void => {
  const at = list.findIndex(isAboutSame)
  if (at < 0) list.push(next)
  else list[at] = newerOf(list[at], next)
}

/** The earlier of two days. */
export const earlierOf = (known: string | null | undefined, next: string): string =>
  known !== null && known !== undefined && known < next ? known : next

/** Orders by a text that each has, such as a day or a code. */
export const by =
  <T>(text: (of: T) => string) =>
  (a: T, b: T): number => {
    const left = text(a)
    const right = text(b)
    return left < right ? -1 : left > right ? 1 : 0
  }

export const byDay = by<{ readonly on: string }>(({ on }) => on)
