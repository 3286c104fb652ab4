/**
 * Whether a text can be the name of a stream or a lock, the key of a document, an id, or any other text by which something
 * is stored and found: UTF-8 represents it, and it holds no NUL. The same on every store, whatever else that can express.
 */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
