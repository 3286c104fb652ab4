import { malformed } from '../problems/problem.js'

/** A store's cursor as it stands in URLs: keys may hold anything. */
export const cursorText = (cursor: string): string => {
  let binary = ''
  for (const byte of new TextEncoder().encode(cursor)) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export const cursorOf = (text: string): string => {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed('The cursor is not one of ours: use the link to the next page.', '游标无效:请使用下一页的链接。')
  }
}

/** `Link: <…>; rel="next"`, for the same request further on. */
export const nextLink = (url: string, changes: Readonly<Record<string, string>>): string => {
  const { pathname, searchParams } = new URL(url)
  for (const [name, value] of Object.entries(changes)) searchParams.set(name, value)
  return `<${pathname}?${searchParams}>; rel="next"`
}
