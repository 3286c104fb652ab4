/** One key of several ids. Ids hold no control characters, so no two lists of ids make the same key. */
export const keyOf = (...ids: readonly string[]): string => ids.join('\u001f')
