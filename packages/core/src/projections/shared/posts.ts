// A person's village posts, one at a time, as read models remember them.
import type { DataOf } from '../../journey/events.js'

export type Post = {
  post: string
  body: string
  divisionCode: string
  /** How it was taken; absent for a post held when a nomination names it. */
  how?: string
  /** For a post already held, the day of the nomination that first names it. */
  from: string
  until: string | null
}

const openIn = (posts: readonly Post[]): Post | undefined => posts.findLast(({ until }) => until === null)

export const holdsPost = (posts: readonly Post[]): boolean => openIn(posts) !== undefined

/** Whoever takes another post has left the one before, even if nobody recorded that. */
const add = (posts: Post[], next: Post): void => {
  const held = openIn(posts)
  if (held !== undefined) held.until = next.from
  posts.push(next)
}

export const takePost = (posts: Post[], data: DataOf<'VillagePostTaken'>): void => {
  const { post, body, divisionCode, how, on } = data
  add(posts, { post, body, divisionCode, how, from: on, until: null })
}

/** A nomination names the post that is held: no news where it is the known one. */
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
