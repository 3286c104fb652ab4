import { Metadata, type StatusObject, status } from '@grpc/grpc-js'
import type { Fault } from './faults.ts'

export type Failure = Pick<StatusObject, 'code' | 'details' | 'metadata'>

/** The server that the simulator plays: their answers differ. */
export type ServerVersion = 22 | 23 | 24

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
  unauthenticated: () => failure(status.UNAUTHENTICATED, 'Unauthenticated'),
  accessDenied: () => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  wrongRevision: (stream: string) =>
    failure(status.FAILED_PRECONDITION, 'Delete failed due to WrongExpectedVersion.', {
      exception: 'wrong-expected-version',
      'stream-name': encodeURI(stream),
      'expected-version': '0',
    }),
  tooLarge: (limit: number) =>
    failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(limit),
    }),
  /** What 24 says where 22 and 23 fail at reading. */
  invalidPosition: (version: ServerVersion, result: 'ReadAllResult' | 'FilteredReadAllResult' | 'subscription') => {
    if (version === 24) return failure(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.')
    return result === 'subscription' ? statuses.thrown() : failure(status.UNKNOWN, `Unexpected ${result}: Error`)
  },
  /** An argument that the server does not check before it uses it. */
  thrown: () => failure(status.UNKNOWN, 'Exception was thrown by handler.'),
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
    case 'unknown':
      return failure(status.UNKNOWN, 'Exception was thrown by handler.')
  }
}
