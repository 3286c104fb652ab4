import { malformed } from '../problems/problem.js'

/** The stream's revision that the caller expects: `If-Match: "3"`, or `'none'` from `If-None-Match: *`. */
export const expectedRevision = (
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
): number | 'none' | undefined => {
  if (ifMatch !== undefined && ifNoneMatch !== undefined)
    throw malformed('Give If-Match or If-None-Match, not both.', 'If-Match 与 If-None-Match 只能给出一个。')
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return 'none'
    throw malformed('With a command, If-None-Match must be *.', '命令的 If-None-Match 只能为 *。')
  }
  if (ifMatch === undefined) return undefined
  const revision = /^"(\d{1,15})"$/.exec(ifMatch.trim())?.[1]
  if (revision !== undefined) return Number(revision)
  throw malformed(
    'If-Match must be one revision as the ETag of the stream gives it, such as "3".',
    'If-Match 应为 ETag 给出的一个版本号,如 "3"。',
  )
}
