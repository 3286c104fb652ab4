import type { StoreFile } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { type Messages, quoted } from '../../messages/messages.js'
import { formatBytes } from '../../output/bytes.js'

export const serveMessages = {
  summary: { en: 'serve commands and read models over HTTP', zh: '以 HTTP 提供服务' },
  details: {
    en: 'Accepts commands, and serves read models and events; read models and processes are kept up to date meanwhile. Tokens are verified with the keys at --jwks, or with the secret in SKEIN_JWT_SECRET. The log is written to standard error, as JSON. Ctrl-C or SIGTERM stops it after the requests in progress.',
    zh: '接收命令,提供读模型和事件;读模型与流程随之运行。令牌按 --jwks 或 SKEIN_JWT_SECRET 中的密钥校验。日志以 JSON 写入标准错误。按 Ctrl-C 或发送 SIGTERM,处理完在办请求后停止。',
  },
  port: { en: 'the port (default 8080; 0: any free port)', zh: '端口(默认 8080;0 表示任一空闲端口)' },
  host: { en: 'the address to listen on (default 127.0.0.1)', zh: '监听地址(默认 127.0.0.1)' },
  jwks: {
    en: 'where the issuer of tokens publishes its keys (SKEIN_JWKS_URL); otherwise SKEIN_JWT_SECRET is used',
    zh: '令牌签发方公布密钥的地址(SKEIN_JWKS_URL);未给出时使用 SKEIN_JWT_SECRET',
  },
  issuer: { en: 'the issuer that tokens must have', zh: '令牌须由谁签发' },
  audience: { en: 'the audience that tokens must have', zh: '令牌须为谁签发' },
  allowOrigin: {
    en: 'origins whose pages may call, separated by commas (default none)',
    zh: '允许网页调用的来源,以逗号分隔(默认无)',
  },
  rate: {
    en: 'requests per second that one caller may make on average (1 to 1,000,000; default 50)',
    zh: '单个调用方平均每秒请求数上限(1 至 1,000,000;默认 50)',
  },
  trustedProxies: {
    en: 'how many proxies in front add the address of their caller to X-Forwarded-For (0 to 10; default 0)',
    zh: '前置代理中在 X-Forwarded-For 里追加调用方地址的层数(0 至 10;默认 0)',
  },
  drainDelay: {
    en: 'seconds for which /readyz answers 503 before a stopping server refuses connections (0 to 600; default 1; none where the store does not answer)',
    zh: '停止时,/readyz 先应答 503 多少秒,再拒绝新连接(0 至 600;默认 1;存储无响应时不等待)',
  },
  waitForStore: {
    en: 'how long to wait for a store that cannot be reached at the start, such as 60s; /readyz answers 503 meanwhile (0 to 3,600; default 0)',
    zh: '启动时存储无法连接,最多等待多久,如 60s;其间 /readyz 应答 503(0 至 3,600;默认 0)',
  },
  publicUrl: { en: 'the address for callers outside, used in links', zh: '对外访问地址,用于生成链接' },
  makeToken: {
    en: 'only print a token, signed with SKEIN_JWT_SECRET and valid for 12 hours: township:532329104:clerk-7',
    zh: '仅输出一个以 SKEIN_JWT_SECRET 签名、有效 12 小时的令牌:township:532329104:clerk-7',
  },
  insecureDev: {
    en: 'require no token: for made-up data on this machine only',
    zh: '不校验令牌:仅限本机、虚构数据使用',
  },
  warning: {
    en: 'WARNING: --insecure-dev: EVERYBODY who reaches this address MAY READ AND CHANGE EVERYTHING, personal data included.',
    zh: '警告:--insecure-dev:凡能访问此地址者均可读取和更改全部内容,包括个人信息。',
  },
  listening: (url: string, store: string) => ({
    en: `Serving ${store} at ${url}; the API reference is at ${url}/reference.`,
    zh: `正在 ${url} 提供 ${store};接口说明见 ${url}/reference。`,
  }),
  largeWal: ({ path, walBytes }: StoreFile) => ({
    en: `The write-ahead log of ${path} has ${formatBytes(walBytes)}. SQLite cannot empty it while a reader keeps its transaction open: a program that reads the file, or a database shell. End that reader; without one, it shrinks by itself.`,
    zh: `${path} 的预写日志已达 ${formatBytes(walBytes)}。只要有读取方一直不结束其事务(读取该文件的程序或数据库命令行),SQLite 就无法清空它。请结束该读取方;此后它会自行缩小。`,
  }),
  ended: { en: 'All requests are finished; the store is closed.', zh: '在办请求已处理完毕,存储已关闭。' },
  noAuth: ({ en, zh }: Text) => ({
    en: `tokens cannot be verified: ${en} To try it without tokens on made-up data, add --insecure-dev.`,
    zh: `无法校验任何令牌:${zh}如仅用虚构数据试用,可加 --insecure-dev。`,
  }),
  badToken: (given: string, { en, zh }: Text) => ({
    en: `--make-token ${quoted(given)}: ${en}`,
    zh: `--make-token ${quoted(given)} 无法签发(应写作 角色:区划:编号,如 township:532329104:clerk-7):${zh}`,
  }),
  notHere: (host: string) => ({
    en: `--insecure-dev and --host ${quoted(host)} do not go together: without tokens it may listen on this machine only.`,
    zh: `--insecure-dev 不能与 --host ${quoted(host)} 同用:不校验令牌时只能在本机监听。`,
  }),
  badUrl: (option: string, given: string) => ({
    en: `${option} ${quoted(given)} is not a web address: write it like https://login.example.cn/jwks.json.`,
    zh: `${option} ${quoted(given)} 不是网址:请写成 https://login.example.cn/jwks.json 的形式。`,
  }),
  inUse: (host: string, port: number, code: string) => ({
    en: `${host}:${port} cannot be listened on (${code}): choose another --port, or stop the program that uses it.`,
    zh: `无法在 ${host}:${port} 监听(${code}):请另选 --port,或停止占用它的程序。`,
  }),
} satisfies Messages
