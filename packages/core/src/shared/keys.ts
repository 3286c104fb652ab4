/** One key of several ids. Ids have no control characters, so different lists of ids have different keys. */
export const keyOf = (...ids: readonly string[]): string => ids.join('\u001f')
