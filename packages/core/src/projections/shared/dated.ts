// Events may be recorded late: the newest is the one with the latest day, not the one recorded last.

/** The newer of two: the one of the later day; of one day, `next`, which was recorded later. */
export const newerOf = <T extends { readonly on: string }>(known: T | null | undefined, next: T): T =>
  known !== null && known !== undefined && known.on > next.on ? known : next

/** Replaces the element about the same thing by `next`, unless that element is newer. */
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

/** Compares by a text of each, such as a day or a code. */
export const by =
  <T>(textOf: (element: T) => string) =>
  (a: T, b: T): number => {
    const left = textOf(a)
    const right = textOf(b)
    return left < right ? -1 : left > right ? 1 : 0
  }

export const byDay = by<{ readonly on: string }>(({ on }) => on)
