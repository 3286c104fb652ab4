import { Metadata, type StatusObject, status } from '@grpc/grpc-js'
import type { Fault } from './faults.ts'

export type Failure = Pick<StatusObject, 'code' | 'details' | 'metadata'>

const failure = (code: status, details: string, fields: Readonly<Record<string, string>> = {}): Failure => {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(fields)) metadata.set(key, value)
  return { code, details, metadata }
}

/** The errors of the real server: code, message and trailers. */
export const statuses = {
  notLeader: (host: string, port: number) =>
    failure(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
  streamDeleted: (stream: string) =>
    failure(status.FAILED_PRECONDITION, `Event stream '${encodeURI(stream)}' is deleted.`, {
      exception: 'stream-deleted',
      'stream-name': encodeURI(stream),
    }),
  accessDenied: () => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  tooLarge: (limit: number) =>
    failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(limit),
    }),
  unimplemented: (what: string) => failure(status.UNIMPLEMENTED, `The simulator has no ${what}.`),
}

/** The status of a fault that is an answer. */
export const statusOfFault = (how: Exclude<Fault['how'], 'drop' | 'stall'>): Failure => {
  switch (how) {
    case 'cancelled':
      return failure(status.CANCELLED, 'The call was cancelled by the server.')
    case 'unavailable':
      return failure(status.UNAVAILABLE, 'Server Is Not Ready')
    case 'timeout':
      return failure(status.ABORTED, 'Operation timed out: Timeout')
    case 'deadline':
      return failure(status.DEADLINE_EXCEEDED, 'Deadline exceeded')
    case 'internal':
      return failure(status.INTERNAL, 'Received RST_STREAM with code 2')
    case 'noLeader':
      return failure(status.UNKNOWN, 'No leader info available in response')
  }
}
