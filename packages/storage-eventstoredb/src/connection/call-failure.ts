import { StorageError, type StorageFault } from '@skein/engine'
import type { Text } from '@skein/engine/storage'
import type { Endpoint } from './endpoint.js'

/** What a failed call means for its caller. */
export interface CallFailure {
  readonly fault: StorageFault
  /** For an append: `unknown` if it may have been written. */
  readonly written: 'no' | 'unknown'
  /** The same call may succeed later. */
  readonly isTransient: boolean
  /** Another node may be the right one by now. */
  readonly isOfNode: boolean
  /** The leader, where the server names it. */
  readonly leader?: Endpoint | undefined
  readonly text: Text
}

/** A call that failed before the server or the client could say so. */
export class CallFailed extends Error {
  readonly _tag = 'CallFailed'
  override readonly name = 'CallFailed'
  readonly failure: CallFailure
  /** How long nothing had arrived, in milliseconds. */
  readonly waitedMs: number

  constructor(failure: CallFailure, waitedMs = 0) {
    super(failure.text.en)
    this.failure = failure
    this.waitedMs = waitedMs
  }
}

export const permanent = (fault: StorageFault, text: Text): CallFailure => ({
  fault,
  written: 'no',
  isTransient: false,
  isOfNode: false,
  text,
})

export const transient = (written: 'no' | 'unknown', text: Text, leader?: Endpoint): CallFailure => ({
  fault: 'unavailable',
  written,
  isTransient: true,
  isOfNode: true,
  leader,
  text,
})

/** The server did not answer in time. */
export const noAnswer = (waitedMs: number): CallFailed =>
  new CallFailed(
    transient('unknown', { en: `no answer within ${waitedMs} ms`, zh: `${waitedMs} 毫秒内无响应` }),
    waitedMs,
  )

/** The server ended a call that has no end. */
export const callEnded = (): CallFailed =>
  new CallFailed(transient('unknown', { en: 'the server ended the subscription', zh: '服务器结束了订阅' }))

/** @param name the store, without secrets */
export const storageError = ({ fault, isTransient, text }: CallFailure, name: string, cause: unknown): StorageError =>
  new StorageError(
    fault,
    isTransient
      ? {
          en: `${name} cannot be reached or does not answer (${text.en}); check that it runs, then try again.`,
          zh: `无法连接 ${name},或其未响应(${text.zh});请确认其正在运行,然后重试。`,
        }
      : { en: `${name}: ${text.en}.`, zh: `${name}:${text.zh}。` },
    { cause },
  )
