import type { Messages } from './messages.js'

/** Messages about master keys; they never contain a key. */
export const masterKeyMessages = {
  noFile: (file: string) => ({
    en: `--master-key-file: there is no file ${file}; \`openssl rand -base64 32 > ${file}\` creates one.`,
    zh: `--master-key-file:文件 ${file} 不存在;可用 \`openssl rand -base64 32 > ${file}\` 生成。`,
  }),
  malformed: (from: string) => ({
    en: `the master key in ${from} is not 32 bytes in base64: \`openssl rand -base64 32\` creates one.`,
    zh: `${from} 中的主密钥不是 base64 编码的 32 字节:可用 \`openssl rand -base64 32\` 生成。`,
  }),
  missing: (store: string) => ({
    en: `${store} needs its master key: set SKEIN_MASTER_KEY, or give --master-key-file.`,
    zh: `${store} 需要主密钥:请设置 SKEIN_MASTER_KEY,或使用 --master-key-file。`,
  }),
  lost: (path: string, file: string) => ({
    en: `${path} was written with a master key, and ${file} is gone: put it back, set SKEIN_MASTER_KEY, or use another database.`,
    zh: `${path} 写入时使用了主密钥,而 ${file} 已不存在:请放回该文件、设置 SKEIN_MASTER_KEY,或使用另一数据库。`,
  }),
} satisfies Messages
