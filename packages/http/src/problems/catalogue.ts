// Every problem that a request can end in. The names are permanent: clients distinguish problems by them.
import type { Text } from '@skein/kernel'

export interface ProblemKind {
  readonly status: number
  readonly title: Text
  /** What it means for the caller, and what to do. */
  readonly advice: Text
}

const kind = (status: number, title: readonly [en: string, zh: string], advice: readonly [en: string, zh: string]) => ({
  status,
  title: { en: title[0], zh: title[1] },
  advice: { en: advice[0], zh: advice[1] },
})

export const problems = {
  malformed: kind(
    400,
    ['The request cannot be understood', '请求无法理解'],
    ['Correct what `detail` names and send it again.', '请按说明改正后重新发送。'],
  ),
  'invalid-command': kind(
    400,
    ['The command does not fit its schema', '命令不符合其格式'],
    ['`issues` lists every mistake, with a JSON pointer into the body.', '全部问题见 `issues`,以 JSON 指针标明位置。'],
  ),
  unauthenticated: kind(
    401,
    ['A valid token is required', '需要有效的令牌'],
    [
      'Send `Authorization: Bearer …` with a token that has not expired.',
      '请携带未过期的令牌:`Authorization: Bearer …`。',
    ],
  ),
  forbidden: kind(
    403,
    ['This role may not do that', '该角色无此权限'],
    ['The access table lists the roles that may.', '可执行的角色见权限表。'],
  ),
  'outside-division': kind(
    403,
    ['It is outside your division', '不在您的行政区划范围内'],
    ['It belongs to another division, or does not exist.', '它属于其他行政区划,或并不存在。'],
  ),
  'by-process': kind(
    403,
    ['Only processes send this command', '此命令不由人工发送'],
    [
      'The system sends it by itself when the event that it follows from is recorded.',
      '相应事项登记后由系统自动发送。',
    ],
  ),
  'not-found': kind(
    404,
    ['Not found', '此处没有内容'],
    [
      'Check the address; what is outside your division is not shown either.',
      '请检查地址;您区划以外的内容同样不予显示。',
    ],
  ),
  'not-kept': kind(
    404,
    ['No read models are kept with these bounds', '没有以这些界限另存的读模型'],
    ['Ask an operator to rebuild them with the same bounds.', '请由运维人员以相同的界限重建并另存。'],
  ),
  'method-not-allowed': kind(
    405,
    ['This address does not support that method', '该地址不支持此方法'],
    ['`Allow` lists the methods that it supports.', '可用方法见 `Allow`。'],
  ),
  'not-acceptable': kind(
    406,
    ['No acceptable media type', '无法以所请求的格式提供'],
    ['Ask for one of the media types in the contract.', '请使用接口约定中的媒体类型。'],
  ),
  conflict: kind(
    409,
    ['The stream was changed at the same time', '他人已先行更改'],
    ['Nothing was written. Read the current state, and decide again.', '未写入任何内容。请读取当前情况后重新决定。'],
  ),
  'revision-mismatch': kind(
    412,
    ['The stream is at another revision', '内容已与您所知不同'],
    [
      'Nothing was written. Read the stream again, and send its new `ETag` in `If-Match`.',
      '未写入任何内容。请重新读取,并在 `If-Match` 中发送新的 `ETag`。',
    ],
  ),
  'precondition-failed': kind(
    412,
    ['It has changed since', '内容已发生变化'],
    [
      'What is there now has none of the tags in `If-Match`. Read it again without the header.',
      '现有内容与 `If-Match` 中的标签均不符。请去掉该请求头重新读取。',
    ],
  ),
  'too-large': kind(
    413,
    ['The body is too large', '请求正文过大'],
    ['Send smaller requests.', '请减少单次发送的内容。'],
  ),
  'unsupported-media-type': kind(
    415,
    ['The body has an unsupported media type', '请求正文格式不符'],
    [
      'Send JSON in UTF-8 with `Content-Type: application/json`.',
      '请以 UTF-8 编码的 JSON 发送,并注明 `Content-Type: application/json`。',
    ],
  ),
  misdirected: kind(
    421,
    ['The request was sent to another host name', '请求的主机名不符'],
    ['Use one of the host names that the server was started for.', '请使用服务启动时允许的主机名。'],
  ),
  'rule-refused': kind(
    422,
    ['A rule forbids it', '规则不允许'],
    [
      'Nothing was written. `rule` names the rule, `evidence` has the values that it compared.',
      '未写入任何内容。`rule` 为规则编号,`evidence` 为比较的内容。',
    ],
  ),
  'bundle-refused': kind(
    424,
    ['Another command of the bundle was refused', '同批的另一命令被拒绝'],
    [
      'The commands to one stream are recorded together or not at all. `issues` has the pointer of the one that was refused: correct it, and send the bundle again with the same keys.',
      '发往同一流的命令一并登记,或一概不登记。`issues` 标明被拒绝的命令:请改正后以相同的键重新发送。',
    ],
  ),
  'too-many-requests': kind(
    429,
    ['Too many requests', '请求过于频繁'],
    ['Wait for `Retry-After` seconds.', '请按 `Retry-After` 所示秒数等待。'],
  ),
  'too-many-feeds': kind(
    429,
    ['Too many event feeds are open', '同时打开的事件流过多'],
    [
      'Close one of your feeds, or read several event types from one feed.',
      '请关闭一个事件流,或用一个事件流读取多种事件。',
    ],
  ),
  internal: kind(
    500,
    ['Internal error', '系统出现故障'],
    ['The server is at fault. Report the request id to the operator.', '这是系统的问题。请将请求编号告知运维人员。'],
  ),
  unavailable: kind(
    503,
    ['Temporarily unavailable', '暂时无法处理'],
    ['Nothing was written. Try again after `Retry-After` seconds.', '未写入任何内容。请在 `Retry-After` 秒后重试。'],
  ),
  'outcome-unknown': kind(
    503,
    ['The outcome is unknown: the command may have been recorded', '尚不确定是否已登记'],
    [
      'Send the same command again with the same `Idempotency-Key`: it takes effect only once.',
      '请以相同的 `Idempotency-Key` 重复同一命令:这是安全的,只会生效一次。',
    ],
  ),
  'not-ready': kind(
    503,
    ['The read model is being built', '读模型正在建立'],
    ['Try again after `Retry-After` seconds.', '请在 `Retry-After` 秒后重试。'],
  ),
  'not-caught-up': kind(
    503,
    ['The read model has not reached that position', '读模型尚未更新到该位置'],
    ['Repeat the request, or leave out `after`.', '请稍后再查询,或去掉 `after`。'],
  ),
} satisfies Readonly<Record<string, ProblemKind>>

export type ProblemName = keyof typeof problems
