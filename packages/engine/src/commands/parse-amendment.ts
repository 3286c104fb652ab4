import { type Domain, partsOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { amendedByPerson } from './amend-by-person.js'
import { Annul, Correct } from './amendment.js'
import type { AddressedAmendment } from './amendment-attempt.js'
import { optionIssues } from './option-issues.js'
import type { ExecuteOptions, Issue } from './outcome.js'
import { notJsonIssues } from './parse.js'

export type ParseAmendment = (
  kind: 'annul' | 'correct',
  input: unknown,
  options: ExecuteOptions,
) => E.Either<readonly Issue[], AddressedAmendment>

/** Parses an annulment or a correction, and finds the aggregate of its stream. */
export const amendmentParser =
  ({ aggregates }: Pick<Domain, 'aggregates'>): ParseAmendment =>
  (kind, input, options) => {
    const issues = [...optionIssues(options), ...notJsonIssues(input)]
    const parsed = (kind === 'annul' ? Annul : Correct).safeParse(input)
    if (!parsed.success) return E.left([...issues, ...parsed.error.issues.map(issueOf)])
    const { aggregate: name, id } = partsOf(parsed.data.stream)
    const aggregate = aggregates.find((one) => one.name === name)
    if (aggregate === undefined || id === '')
      return E.left([
        ...issues,
        { path: ['stream'], code: 'unknown_stream', message: 'this domain has no such streams' },
      ])
    if (issues.length > 0) return E.left(issues)
    const { withDependents, ...given } = parsed.data
    const amendment = withDependents === undefined ? given : { ...given, withDependents }
    return E.right(amendedByPerson(kind, amendment, aggregate, id))
  }

const issueOf = ({
  path,
  code,
  message,
}: {
  readonly path: PropertyKey[]
  readonly code?: string
  readonly message: string
}): Issue => ({
  path: path.filter((step) => typeof step !== 'symbol'),
  code: code ?? 'custom',
  message,
})
