// The village posts of a person, one at a time, in the rows of read models.
import type { DataOf } from '../../journey/events.js'

export type Post = {
  post: string
  body: string
  divisionCode: string
  /** How it was taken; absent for a post held at a nomination. */
  how?: string
  /** For a post held at a nomination: the day of that nomination. */
  from: string
  until: string | null
}

const openIn = (posts: readonly Post[]): Post | undefined => posts.findLast(({ until }) => until === null)

export const holdsPost = (posts: readonly Post[]): boolean => openIn(posts) !== undefined

/** A person who takes another post has left the one before, even if that was not recorded. */
const add = (posts: Post[], next: Post): void => {
  const held = openIn(posts)
  if (held !== undefined) held.until = next.from
  posts.push(next)
}

export const takePost = (posts: Post[], data: DataOf<'VillagePostTaken'>): void => {
  const { post, body, divisionCode, how, on } = data
  add(posts, { post, body, divisionCode, how, from: on, until: null })
}

/** Adds the post that a nomination names, unless the person is known to hold it. */
export const namePost = (posts: Post[], { currentPost, on }: DataOf<'CandidateNominated'>): void => {
  if (currentPost === undefined) return
  const { post, body, divisionCode } = currentPost
  const held = openIn(posts)
  if (held?.post === post && held.divisionCode === divisionCode) return
  add(posts, { post, body, divisionCode, from: on, until: null })
}

export const endPost = (posts: readonly Post[], { post, on }: DataOf<'VillagePostEnded'>): void => {
  const held = openIn(posts)
  if (held?.post === post) held.until = on
}
