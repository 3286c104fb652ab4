import { quoted } from '../../failure.js'
import type { Messages } from '../../texts/texts.js'

export const serveTexts = {
  summary: { en: 'offer it all over HTTP', zh: '以 HTTP 提供服务' },
  details: {
    en: 'Commands in, read models and events out; read models and processes run beside it. Tokens are checked by --jwks, or by the secret in SKEIN_JWT_SECRET. The log goes to the standard error, as JSON. Ctrl-C or SIGTERM ends it once what is under way is done.',
    zh: '接收命令,提供读模型和事件;读模型与流程随之运行。令牌按 --jwks 或 SKEIN_JWT_SECRET 中的密钥校验。日志以 JSON 写入标准错误。按 Ctrl-C 或发送 SIGTERM,处理完在办请求后停止。',
  },
  port: { en: 'the port (default 8080; 0: any that is free)', zh: '端口(默认 8080;0 表示任一空闲端口)' },
  host: { en: 'the address to listen on (default 127.0.0.1)', zh: '监听地址(默认 127.0.0.1)' },
  jwks: {
    en: "where the issuer of tokens publishes its keys (SKEIN_JWKS_URL); otherwise SKEIN_JWT_SECRET's secret counts",
    zh: '令牌签发方公布密钥的地址(SKEIN_JWKS_URL);未给出时使用 SKEIN_JWT_SECRET',
  },
  issuer: { en: 'who must have issued a token', zh: '令牌须由谁签发' },
  audience: { en: 'whom a token must be meant for', zh: '令牌须为谁签发' },
  allowOrigin: {
    en: 'origins whose pages may call, with commas between (default none)',
    zh: '允许网页调用的来源,以逗号分隔(默认无)',
  },
  rate: {
    en: 'requests a second that one caller may make on average (default 50)',
    zh: '单个调用方平均每秒请求数上限(默认 50)',
  },
  publicUrl: { en: 'where the world finds it, for links', zh: '对外访问地址,用于生成链接' },
  makeToken: {
    en: 'print a token for 12 hours, signed with SKEIN_JWT_SECRET, and do nothing else: township:532329104:clerk-7',
    zh: '仅输出一个以 SKEIN_JWT_SECRET 签名、有效 12 小时的令牌:township:532329104:clerk-7',
  },
  insecureDev: {
    en: 'ask nobody for a token: for made-up data on this machine only',
    zh: '不校验令牌:仅限本机、虚构数据使用',
  },
  warning: {
    en: 'WARNING: --insecure-dev: EVERYBODY who reaches this address MAY READ AND CHANGE EVERYTHING, personal data included.',
    zh: '警告:--insecure-dev:凡能访问此地址者均可读取和更改全部内容,包括个人信息。',
  },
  listening: (url: string, store: string) => ({
    en: `Serving ${store} at ${url}; the contract for people is at ${url}/reference.`,
    zh: `正在 ${url} 提供 ${store};接口说明见 ${url}/reference。`,
  }),
  ended: { en: 'Everything under way is done; the store is closed.', zh: '在办请求已处理完毕,存储已关闭。' },
  noAuth: (detail: string) => ({
    en: `nobody could be let in: ${detail} To try it without tokens on made-up data, add --insecure-dev.`,
    zh: '无法校验任何令牌:请给出 --jwks,或在 SKEIN_JWT_SECRET 中给出至少 32 字节的密钥(二者择一)。如仅用虚构数据试用,可加 --insecure-dev。',
  }),
  badToken: (given: string, detail: string) => ({
    en: `--make-token ${quoted(given)}: ${detail}`,
    zh: `--make-token ${quoted(given)} 无法签发:应写作 角色:区划:编号,如 township:532329104:clerk-7,且 SKEIN_JWT_SECRET 不少于 32 字节。`,
  }),
  notHere: (host: string) => ({
    en: `--insecure-dev and --host ${quoted(host)} do not go together: without tokens it listens on this machine only.`,
    zh: `--insecure-dev 不能与 --host ${quoted(host)} 同用:不校验令牌时只能在本机监听。`,
  }),
  badUrl: (option: string, given: string) => ({
    en: `${option} ${quoted(given)} is not a web address: write it like https://login.example.cn/jwks.json.`,
    zh: `${option} ${quoted(given)} 不是网址:请写成 https://login.example.cn/jwks.json 的形式。`,
  }),
  inUse: (host: string, port: number, code: string) => ({
    en: `${host}:${port} cannot be listened on (${code}): choose another --port, or end what uses it.`,
    zh: `无法在 ${host}:${port} 监听(${code}):请另选 --port,或停止占用它的程序。`,
  }),
} satisfies Messages
