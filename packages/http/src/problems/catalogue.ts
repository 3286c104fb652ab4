// Every way in which a request can fail, as people read it. The names are permanent: clients tell problems by them.
import type { Text } from '@skein/kernel'

export interface ProblemKind {
  readonly status: number
  readonly title: Text
  /** What it means, and what to do. */
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
    ['Correct what the detail names and send it again.', '请按说明改正后重新发送。'],
  ),
  'invalid-command': kind(
    400,
    ['The command does not fit its schema', '命令不符合其格式'],
    ['Every fault is in `issues`, with a JSON pointer into the body.', '全部问题见 `issues`,以 JSON 指针标明位置。'],
  ),
  unauthenticated: kind(
    401,
    ['A valid token is needed', '需要有效的令牌'],
    [
      'Send `Authorization: Bearer …` with a token that has not expired.',
      '请携带未过期的令牌:`Authorization: Bearer …`。',
    ],
  ),
  forbidden: kind(
    403,
    ['This role may not do that', '该角色无此权限'],
    ['The access table says which role may.', '可执行的角色见权限表。'],
  ),
  'outside-division': kind(
    403,
    ['That is not in your division', '不在您的行政区划范围内'],
    ['It belongs to another division, or is not there at all.', '它属于其他行政区划,或并不存在。'],
  ),
  'by-process': kind(
    403,
    ['People do not send this command', '此命令不由人工发送'],
    ['The programme sends it by itself when what it answers is recorded.', '相应事项登记后由系统自动发送。'],
  ),
  'not-found': kind(
    404,
    ['There is nothing here', '此处没有内容'],
    [
      'Check the address; what lies outside your division is not shown either.',
      '请检查地址;您区划以外的内容同样不予显示。',
    ],
  ),
  'method-not-allowed': kind(
    405,
    ['This address does not take that method', '该地址不支持此方法'],
    ['`Allow` names the methods that it takes.', '可用方法见 `Allow`。'],
  ),
  'not-acceptable': kind(
    406,
    ['It is not to be had in that form', '无法以所请求的格式提供'],
    ['Ask for one of the media types in the contract.', '请使用接口约定中的媒体类型。'],
  ),
  conflict: kind(
    409,
    ['Somebody else was faster', '他人已先行更改'],
    ['Nothing was written. Read what stands there now, and decide anew.', '未写入任何内容。请读取当前情况后重新决定。'],
  ),
  'revision-mismatch': kind(
    412,
    ['It is no longer as you knew it', '内容已与您所知不同'],
    [
      'Nothing was written. Read it again, and send the new `ETag` in `If-Match`.',
      '未写入任何内容。请重新读取,并在 `If-Match` 中发送新的 `ETag`。',
    ],
  ),
  'too-large': kind(413, ['The body is too large', '请求正文过大'], ['Send less at once.', '请减少单次发送的内容。']),
  'unsupported-media-type': kind(
    415,
    ['The body is in another form', '请求正文格式不符'],
    [
      'Send JSON in UTF-8 with `Content-Type: application/json`.',
      '请以 UTF-8 编码的 JSON 发送,并注明 `Content-Type: application/json`。',
    ],
  ),
  'rule-refused': kind(
    422,
    ['A rule forbids it', '规则不允许'],
    [
      'Nothing was written. `rule` names it, `evidence` says what it compared.',
      '未写入任何内容。`rule` 为规则编号,`evidence` 为比较的内容。',
    ],
  ),
  'too-many-requests': kind(
    429,
    ['Too many requests', '请求过于频繁'],
    ['Wait as many seconds as `Retry-After` says.', '请按 `Retry-After` 所示秒数等待。'],
  ),
  internal: kind(
    500,
    ['Something is broken here', '系统出现故障'],
    ['It is our fault. Tell the operator the request id.', '这是系统的问题。请将请求编号告知运维人员。'],
  ),
  unavailable: kind(
    503,
    ['Not possible right now', '暂时无法处理'],
    ['Nothing was written. Try again after `Retry-After` seconds.', '未写入任何内容。请在 `Retry-After` 秒后重试。'],
  ),
  'outcome-unknown': kind(
    503,
    ['It is not known whether it was recorded', '尚不确定是否已登记'],
    [
      'Repeat the same command with the same `Idempotency-Key`: that is safe, it takes effect once.',
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
    ['The read model has not come that far yet', '读模型尚未更新到该位置'],
    ['Ask again, or without `after`.', '请稍后再查询,或去掉 `after`。'],
  ),
} satisfies Readonly<Record<string, ProblemKind>>

export type ProblemName = keyof typeof problems
