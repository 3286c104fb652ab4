import { malformed } from '../problems/problem.js'

/** The revision that a caller expects: from `If-Match: "3"`, or none yet from `If-None-Match: *`. */
export const expectedOf = (
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
): number | 'none' | undefined => {
  if (ifMatch !== undefined && ifNoneMatch !== undefined)
    throw malformed('Give If-Match or If-None-Match, not both.', 'If-Match 与 If-None-Match 只能给出一个。')
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return 'none'
    throw malformed('If-None-Match takes * with a command.', '命令的 If-None-Match 只能为 *。')
  }
  if (ifMatch === undefined) return undefined
  const revision = /^"(\d{1,15})"$/.exec(ifMatch.trim())?.[1]
  if (revision !== undefined) return Number(revision)
  throw malformed(
    'If-Match takes one revision as the ETag gave it, such as "3".',
    'If-Match 应为 ETag 给出的一个版本号,如 "3"。',
  )
}
