// Entity tags and the conditions on them, as RFC 9110 (8.8.3 and 13.1) has them.
import { hash } from 'node:crypto'
import { malformed } from '../problems/problem.js'

/** The tags that a condition names, or any. */
export type TagList = '*' | readonly EntityTag[]

export interface EntityTag {
  readonly isWeak: boolean
  /** With its quotes, as in `"3"`. */
  readonly tag: string
}

/** A strong `ETag` of a body. */
export const tagOf = (body: Uint8Array): string => `"${hash('sha256', body, 'hex').slice(0, 32)}"`

const oneTag = /^[\t ,]*(W\/)?("[\x21\x23-\x7e\x80-\uffff]*")[\t ]*(?=,|$)/

/** The tags in `If-Match` or `If-None-Match`. Throws a `Problem` (400) for a text that is no list of tags. */
export const tagsIn = (name: 'If-Match' | 'If-None-Match', header: string): TagList => {
  if (header.trim() === '*') return '*'
  const tags: EntityTag[] = []
  for (let rest = header; !/^[\t ,]*$/.test(rest); ) {
    const found = oneTag.exec(rest)
    const tag = found?.[2]
    if (found === null || tag === undefined)
      throw malformed(
        `${name} must be * or a list of entity tags in quotes, such as "3".`,
        `${name} 应为 *,或带引号的实体标签列表,如 "3"。`,
      )
    tags.push({ isWeak: found[1] !== undefined, tag })
    rest = rest.slice(found[0].length)
  }
  return tags
}

/** Whether one of the tags is this one, by the strong comparison: weak tags are equal to none. */
export const matchesStrongly = (tags: TagList, tag: string): boolean =>
  tags === '*' || tags.some((one) => !one.isWeak && one.tag === tag)

/** The same by the weak comparison. */
export const matchesWeakly = (tags: TagList, tag: string): boolean =>
  tags === '*' || tags.some((one) => one.tag === tag)

/** Whether `If-None-Match` names the tag: the caller then has the body already. */
export const isUnchanged = (ifNoneMatch: string | undefined, tag: string): boolean =>
  ifNoneMatch !== undefined && matchesWeakly(tagsIn('If-None-Match', ifNoneMatch), tag)
