import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Text } from '@skein/engine/storage'
import type { ConnectionOptions } from './connection-options.js'
import { unusableAddress } from './unusable-address.js'

/** The contents of the files that a connection string names. */
export interface Certificates {
  readonly authority: Buffer | undefined
  readonly user: { readonly certificate: Buffer; readonly key: Buffer } | undefined
}

/** Reads and checks them. Throws `StorageError`, which names the option and the file. */
export const readCertificates = ({ tlsCAFile, userCertFile, userKeyFile }: ConnectionOptions): Certificates => ({
  authority: tlsCAFile === undefined ? undefined : readFile('tlsCAFile', tlsCAFile, isCertificate),
  user:
    userCertFile === undefined || userKeyFile === undefined
      ? undefined
      : {
          certificate: readFile('userCertFile', userCertFile, isCertificate),
          key: readFile('userKeyFile', userKeyFile, isKey),
        },
})

const readFile = (option: string, path: string, isRight: (content: Buffer) => boolean): Buffer => {
  let content: Buffer
  try {
    content = readFileSync(path)
  } catch (cause) {
    throw unusableAddress(unreadable(option, path, codeOf(cause)), { cause })
  }
  if (!isRight(content)) throw unusableAddress(wrongContent(option, path))
  return content
}

const isCertificate = (content: Buffer): boolean => succeeds(() => new X509Certificate(content))
const isKey = (content: Buffer): boolean => succeeds(() => createPrivateKey(content))

const succeeds = (attempt: () => unknown): boolean => {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unreadable'

const unreadable = (option: string, path: string, code: string): Text => {
  if (code === 'EISDIR')
    return {
      en: `${option} names ${path}, which is a folder; name the file in it`,
      zh: `${option} 指定的 ${path} 是文件夹;请指定其中的文件`,
    }
  if (code === 'ENOENT')
    return {
      en: `${option} names ${path}, and there is no such file; check the path`,
      zh: `${option} 指定的文件 ${path} 不存在;请检查路径`,
    }
  return {
    en: `${option} names ${path}, which cannot be read (${code}); check its permissions`,
    zh: `${option} 指定的 ${path} 无法读取(${code});请检查权限`,
  }
}

const wrongContent = (option: string, path: string): Text =>
  option === 'userKeyFile'
    ? {
        en: `${option} names ${path}, which holds no private key in PEM without a passphrase`,
        zh: `${option} 指定的 ${path} 中没有未加密的 PEM 私钥`,
      }
    : {
        en: `${option} names ${path}, which holds no certificate in PEM`,
        zh: `${option} 指定的 ${path} 中没有 PEM 证书`,
      }
