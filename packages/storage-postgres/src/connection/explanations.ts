import type { StorageFault } from '@skein/engine'
import type { Text } from '@skein/engine/storage'
import { errorCodeOf, isConnectionLost, sqlStateOf } from './error-kinds.js'

export interface Explanation {
  readonly fault: StorageFault
  /** What happened and what to do. */
  readonly text: Text
}

type Row = readonly [pattern: RegExp, fault: StorageFault, en: string, zh: string]

/** By SQLSTATE, or, where that does not say enough, by the message in English. */
const serverErrors: readonly Row[] = [
  [
    /^no pg_hba\.conf entry .*(no encryption|SSL off)/,
    'failed',
    'the server takes this user only over TLS, or not at all; add sslmode=verify-full to the URL, or check pg_hba.conf',
    '服务器只接受该用户经 TLS 连接,或不接受该用户;请在 URL 中加上 sslmode=verify-full,或检查 pg_hba.conf',
  ],
  [
    /^connection requires a valid client certificate/,
    'failed',
    'the server wants a certificate of this user; add sslcert and sslkey to the URL',
    '服务器要求该用户的证书;请在 URL 中加上 sslcert 与 sslkey',
  ],
  [
    /^28/,
    'failed',
    'the server refused this user; check user name, password and pg_hba.conf',
    '服务器拒绝该用户登录;请检查用户名、密码与 pg_hba.conf',
  ],
  [/^3D000/, 'missing', 'there is no such database; create it, or check the URL', '数据库不存在;请创建,或检查 URL'],
  [
    /^(3F000|42P01|42883)/,
    'missing',
    "Skein's tables are missing; open the store again to make them",
    '缺少 Skein 的表;请重新打开存储以创建',
  ],
  [
    /^42501/,
    'failed',
    'this user may not do that; grant it the right, or let the owner of the schema open the store',
    '该用户无此权限;请授予权限,或由 schema 的所有者打开存储',
  ],
  [
    /^25006/,
    'read-only',
    'the server takes no writes; it may be a replica: connect to the primary',
    '服务器不接受写入,可能是副本;请连接主库',
  ],
  [
    /^(53100|53400)/,
    'full',
    'no room is left on the disk of the server; free some, then try again',
    '服务器磁盘空间不足;请腾出空间后重试',
  ],
  [
    /^53300/,
    'unavailable',
    'the server has no connection left; use a smaller poolSize, or raise max_connections',
    '服务器连接数已满;请减小 poolSize,或调大 max_connections',
  ],
  [/^53/, 'unavailable', 'the server is short of memory; try again', '服务器内存不足;请稍后重试'],
  [
    /^(55P03|57014)/,
    'unavailable',
    'the server gave up waiting; find out what keeps it busy, then try again',
    '服务器等待超时;请查明其繁忙的原因后重试',
  ],
  [/^40/, 'unavailable', 'it conflicted with other transactions; try again', '与其他事务冲突;请重试'],
  [
    /^(08|57P)/,
    'unavailable',
    'the server, or a proxy before it, ended the connection; try again',
    '服务器或其前的代理断开了连接;请重试',
  ],
  [/^XX00[12]/, 'corrupt', "the server's files are damaged; restore a backup", '服务器的数据文件已损坏;请恢复备份'],
  [/^58/, 'failed', "the server's disk failed to read or write; look at its log", '服务器磁盘读写失败;请查看其日志'],
  [
    /^22(021|P05)/,
    'failed',
    'the server cannot store a text in its encoding; the database must have the encoding UTF8',
    '服务器的编码无法保存某段文本;数据库须使用 UTF8 编码',
  ],
  [
    /^22/,
    'failed',
    'the server cannot store a value, which is out of range or of another type; report this as a bug',
    '服务器无法保存某个值(超出范围或类型不符);请作为缺陷报告',
  ],
  [
    /^54/,
    'failed',
    'a name, a key or a value is longer than the server can store; use a shorter one',
    '名称、键或值超过服务器可保存的长度;请缩短',
  ],
  [
    /^SK001/,
    'failed',
    'the database uses another isolation level; set default_transaction_isolation to "read committed"',
    '数据库使用了其他隔离级别;请将 default_transaction_isolation 设为 "read committed"',
  ],
]

/** By the code or the message of an error of the network, of TLS or of the driver. */
const connectionErrors: readonly Row[] = [
  [
    /^(ECONNREFUSED|ENOENT)/,
    'unavailable',
    'nothing listens there; start the server, or check host and port',
    '该地址无服务监听;请启动服务器,或检查主机与端口',
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN)/,
    'unavailable',
    'there is no such host; check the URL and the name service',
    '主机不存在;请检查 URL 与域名解析',
  ],
  [
    /^(ETIMEDOUT|EHOST|ENET)/,
    'unavailable',
    'the server cannot be reached from here; check the network',
    '从本机无法连通服务器;请检查网络',
  ],
  [
    /CERT_ALTNAME_INVALID/,
    'failed',
    "the server's certificate is for another host; use the name in the certificate in the URL, or give the server one for this name",
    '服务器证书属于另一主机;请在 URL 中使用证书上的主机名,或为服务器换上此主机名的证书',
  ],
  [
    /^CERT_(HAS_EXPIRED|NOT_YET_VALID)/,
    'failed',
    "the server's certificate has expired, or is not valid yet; renew it, and check the clock of this machine",
    '服务器证书已过期或尚未生效;请更新证书,并检查本机时钟',
  ],
  [
    /CERT|^UNABLE_TO_|^ERR_OSSL_(PEM|X509)/,
    'failed',
    "the server's certificate is not trusted; sslrootcert in the URL must name the certificate of the authority that signed it",
    '服务器证书不受信任;URL 中的 sslrootcert 须为其签发者的证书',
  ],
  [
    /^(ERR_(TLS|SSL)|EPROTO)/,
    'failed',
    'TLS could not be agreed on with the server; check its versions of TLS, and sslcert and sslkey if the URL has them',
    '未能与服务器建立 TLS 连接;请检查服务器的 TLS 版本,以及 URL 中的 sslcert 与 sslkey',
  ],
  [
    /does not support SSL/,
    'failed',
    'the server does not support TLS; enable it there, or leave sslmode out',
    '服务器不支持 TLS;请在服务器上启用,或去掉 sslmode',
  ],
  [
    /^SASL.*password/,
    'failed',
    'the server wants a password; put one into the URL, into PGPASSWORD, or into ~/.pgpass',
    '服务器要求密码;请写入 URL、PGPASSWORD 或 ~/.pgpass',
  ],
]

const connectionLost: Explanation = {
  fault: 'unavailable',
  text: {
    en: 'the connection was lost, or the server did not answer in time; try again',
    zh: '连接中断,或服务器未及时响应;请重试',
  },
}

const unexpected: Explanation = {
  fault: 'failed',
  text: { en: 'an unexpected error; its `cause` has the details', zh: '意外错误;详情见其 `cause`' },
}

export const explanationOf = (error: unknown): Explanation => {
  const state = sqlStateOf(error)
  const row =
    state === ''
      ? find(connectionErrors, [errorCodeOf(error), error instanceof Error ? error.message : ''])
      : find(serverErrors, [state, error instanceof Error ? error.message : ''])
  if (row === undefined) return isConnectionLost(error) ? connectionLost : unexpected
  const [, fault, en, zh] = row
  return { fault, text: { en, zh } }
}

const find = (rows: readonly Row[], texts: readonly string[]): Row | undefined =>
  rows.find(([pattern]) => texts.some((text) => pattern.test(text)))
