import { domain } from '@skein/core'
import { createRuntime, openMemory } from '@skein/engine'
import { describe, expect, it } from 'vitest'
import { createHttpApi, insecureDev, jwtAuth } from '../src/index.js'
import { listen } from '../src/node.js'

const runtime = createRuntime(domain, openMemory())
const auth = insecureDev()

/** What a program in JavaScript could pass. */
const refused = async (call: () => unknown) => {
  try {
    await call()
  } catch (error) {
    return error
  }
  throw new Error('expected an error')
}

describe('wrong options are refused by', () => {
  it.each<[call: () => unknown, en: string, zh: string]>([
    [
      // sound: on purpose, likewise below
      () => createHttpApi({ auth } as never),
      'createHttpApi: `runtime` is missing. Expected a runtime, from createRuntime(domain, storage, …).',
      'createHttpApi:缺少 `runtime`。应为 createRuntime(domain, storage, …) 返回的运行时。',
    ],
    [
      () => createHttpApi({ runtime, auth: 'insecure' } as never),
      'createHttpApi: `auth` is "insecure". Expected a function such as jwtAuth({ secret }) returns.',
      'createHttpApi:`auth` 为 "insecure"。应为 jwtAuth({ secret }) 之类返回的函数。',
    ],
    [
      () => createHttpApi({ runtime, auth, publicUrl: 'api.example.cn' }),
      'createHttpApi: `publicUrl` is "api.example.cn". Expected an address such as "https://api.example.cn/skein".',
      'createHttpApi:`publicUrl` 为 "api.example.cn"。应为地址,如 "https://api.example.cn/skein"。',
    ],
    [
      () => createHttpApi({ runtime, auth, limits: { burst: 0 } }),
      'createHttpApi limits: `burst` is 0. Expected a whole number from 1.',
      'createHttpApi limits:`burst` 为 0。应为不小于 1 的整数。',
    ],
    [
      () => jwtAuth(undefined as never),
      'jwtAuth takes an object of options, and got undefined.',
      'jwtAuth 的选项应为对象,而得到的是 undefined。',
    ],
    [
      () => jwtAuth({ jwksUrl: 'login.example.cn/jwks.json' }),
      'jwtAuth: `jwksUrl` is "login.example.cn/jwks.json". Expected an address such as "https://login.example.cn/jwks.json".',
      'jwtAuth:`jwksUrl` 为 "login.example.cn/jwks.json"。应为地址,如 "https://login.example.cn/jwks.json"。',
    ],
    [
      () => listen(createHttpApi({ runtime, auth }), { port: '8080' as never }),
      'listen: `port` is "8080". Expected a whole number from 0 to 65535.',
      'listen:`port` 为 "8080"。应为 0 到 65535 的整数。',
    ],
  ])('%s', async (call, en, zh) => {
    expect(await refused(call)).toMatchObject({ _tag: 'Misconfigured', text: { en, zh } })
  })
})
