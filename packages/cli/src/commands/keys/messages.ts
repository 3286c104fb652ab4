import { grouped, type Messages } from '../../messages/messages.js'

export const keysMessages = {
  summary: { en: 'give a store another master key, or its keys other events', zh: '轮换主密钥,或认领密钥' },
  details: {
    en: 'rotate: encrypts the keys of persons under the master key in --new-key-file; no event is changed. Stop what runs with the old master key first, and start it again with the new one. A repeated call continues. adopt: accepts keys beside an empty database, such as one whose read models were lost.',
    zh: 'rotate:以 --new-key-file 中的主密钥重新加密各人的密钥,不触及任何事件。请先停止使用旧主密钥的程序,再以新主密钥启动。重复执行即可继续。adopt:为空数据库(如读模型丢失后)认领旁边的密钥。',
  },
  action: { en: 'rotate or adopt', zh: 'rotate 或 adopt' },
  newKeyFile: { en: 'file with the new master key', zh: '存有新主密钥的文件' },
  unknownAction: (action: string) => ({
    en: `there is no action ${JSON.stringify(action)}: use rotate or adopt.`,
    zh: `没有操作 ${JSON.stringify(action)}:请用 rotate 或 adopt。`,
  }),
  noNewKey: {
    en: '--new-key-file is missing: `openssl rand -base64 32 > new.key` creates one.',
    zh: '缺少 --new-key-file:可用 `openssl rand -base64 32 > new.key` 生成。',
  },
  rotated: (persons: number, file: string) => ({
    en: `The keys of ${grouped(persons)} ${persons === 1 ? 'person are' : 'persons are'} encrypted under the master key in ${file}. Use that one from now on, and keep the old one as long as backups of the keys need it.`,
    zh: `${grouped(persons)} 人的密钥已由 ${file} 中的主密钥加密。此后请使用该主密钥;只要密钥的旧备份仍需要,就保留旧主密钥。`,
  }),
  alreadyRotated: (file: string) => ({
    en: `The store has the master key in ${file} already; nothing was done.`,
    zh: `该库已使用 ${file} 中的主密钥;未作任何改动。`,
  }),
  adopted: { en: 'The keys belong to this database now.', zh: '这些密钥现已归属此数据库。' },
} satisfies Messages
