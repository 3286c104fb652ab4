import {
  AccessDeniedError,
  convertToCommandError,
  ErrorType,
  isCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
} from '@eventstore/db-client'
import { hasTag, StorageError, type StorageFault } from '@skein/engine'
import type { Text } from '@skein/engine/storage'

/** What a failed call means for its caller. */
export interface CallFailure {
  readonly fault: StorageFault
  /** For an append: `unknown` if it may have been written. */
  readonly written: 'no' | 'unknown'
  /** The same call may succeed later. */
  readonly isTransient: boolean
  readonly text: Text
}

/** The server did not answer in time. */
export class NoAnswer extends Error {
  readonly _tag = 'NoAnswer'
  override readonly name = 'NoAnswer'
  readonly text: Text

  constructor(timeoutMs: number) {
    const text = { en: `no answer within ${timeoutMs} ms`, zh: `${timeoutMs} 毫秒内无响应` }
    super(text.en)
    this.text = text
  }
}

/** The server ended a call that has no end. */
export class CallEnded extends Error {
  readonly _tag = 'CallEnded'
  override readonly name = 'CallEnded'
  readonly text: Text = { en: 'the server ended the subscription', zh: '服务器结束了订阅' }

  constructor() {
    super('the server ended the subscription')
  }
}

/** The server refused the call before it read the events, or was never reached. */
const surelyUnwritten =
  /No connection established|Name resolution failed|Failed to discover|Server Is (Not Ready|Too Busy)/

/** What an error of the client means. Anything that is a bug is thrown again. */
export const callFailureOf = (thrown: unknown): CallFailure => {
  const error = thrown instanceof Error ? convertToCommandError(thrown) : thrown
  if (error instanceof AccessDeniedError)
    return permanent('failed', {
      en: 'the server refused access; check the user name, the password and the rights of this user',
      zh: '服务器拒绝访问;请检查用户名、密码及该用户的权限',
    })
  if (error instanceof MaxAppendSizeExceededError)
    return permanent('failed', {
      en: `the server takes at most ${error.maxAppendSize} bytes in one append; write fewer or smaller events`,
      zh: `服务器每次追加最多接受 ${error.maxAppendSize} 字节;请减少事件数量或缩小事件`,
    })
  if (error instanceof StreamDeletedError)
    return permanent('missing', {
      en: 'the stream was deleted permanently on the server; restore a backup of the server',
      zh: '该流已在服务器上被永久删除;请恢复服务器的备份',
    })
  if (error instanceof NotLeaderError)
    return transient({ en: 'this node does not lead the cluster', zh: '该节点不是集群的主节点' }, 'no')
  if (hasTag<NoAnswer | CallEnded>(error, 'NoAnswer') || hasTag<NoAnswer | CallEnded>(error, 'CallEnded'))
    return transient(error.text, 'unknown')
  if (!(error instanceof Error) || !isClientError(error)) throw thrown
  const message = error.message.slice(0, 300)
  return transient({ en: message, zh: message }, surelyUnwritten.test(error.message) ? 'no' : 'unknown')
}

const permanent = (fault: StorageFault, text: Text): CallFailure => ({ fault, written: 'no', isTransient: false, text })

const transient = (text: Text, written: 'no' | 'unknown'): CallFailure => ({
  fault: 'unavailable',
  written,
  isTransient: true,
  text,
})

const isClientError = (error: Error): boolean =>
  // no node of a cluster answered: the client throws a bare Error
  error.message.startsWith('Failed to discover') ||
  // an invalid argument is a bug of this adapter
  (isCommandError(error) && error.type !== ErrorType.INVALID_ARGUMENT)

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
