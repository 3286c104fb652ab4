/** Replaces the element about the same thing by `next`, or adds `next`. */
export const put = <T>(list: T[], next: T, isAboutSame: (known: T) => boolean): void => {
  const at = list.findIndex(isAboutSame)
  if (at < 0) list.push(next)
  else list[at] = next
}

/** Compares by a text of each, such as a code. */
export const by =
  <T>(textOf: (element: T) => string) =>
  (a: T, b: T): number => {
    const left = textOf(a)
    const right = textOf(b)
    return left < right ? -1 : left > right ? 1 : 0
  }
