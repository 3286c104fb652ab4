import { malformed } from '../problems/problem.js'

/** A store's cursor in base64url: keys may contain any character. */
export const encodeCursor = (cursor: string): string => {
  let binary = ''
  for (const byte of new TextEncoder().encode(cursor)) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export const decodeCursor = (text: string): string => {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed(
      'The cursor is not one that this API gave: follow the `Link` to the next page.',
      '游标无效:请使用下一页的链接。',
    )
  }
}

/** `Link: <…>; rel="next"`: the address of the request, with some parameters changed. */
export const nextLink = (url: string, changes: Readonly<Record<string, string>>): string => {
  const { pathname, searchParams } = new URL(url)
  for (const [name, value] of Object.entries(changes)) searchParams.set(name, value)
  return `<${pathname}?${searchParams}>; rel="next"`
}
