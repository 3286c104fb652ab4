import type { StandingLock } from '@skein/engine'
import type { Messages } from '../../messages/messages.js'
import { toSeconds } from '../../output/instant.js'
import { shellWord } from '../../output/shell.js'

const seconds = ({ leftMs }: StandingLock): number => Math.ceil(leftMs / 1000)

export const unlockMessages = {
  summary: { en: 'release the lock of a program that has died', zh: '释放已终止程序的锁' },
  details: {
    en: 'Locks keep two rebuilds apart; `skein status` lists them. A lock expires by itself half a minute after its program died, and one of a program that ended on this machine is taken over at once, so this is rarely needed. The name of the holder has to be typed. What a program commits after it lost its lock is refused.',
    zh: '锁用于避免两次重建同时进行;`skein status` 会列出。程序终止后约半分钟,其锁自行失效;在本机终止的程序,其锁可立即接管,故一般无须此命令。须输入持有者的名称。失去锁的程序,其后的写入将被拒绝。',
  },
  lock: { en: 'the lock, as `skein status` shows it', zh: '锁的名称,见 `skein status`' },
  holder: { en: 'the name of its holder, as `skein status` shows it', zh: '持有者的名称,见 `skein status`' },
  force: { en: 'release it although its holder may be alive', zh: '即使持有者可能仍在运行也释放' },
  noHolder: (lock: StandingLock, options: string) => ({
    en: `${lock.name} is held by ${lock.holder} since ${toSeconds(lock.since)}: make sure that this program has ended, then type \`skein unlock ${shellWord(lock.name)} --holder ${shellWord(lock.holder)} ${options}\`.`,
    zh: `${lock.name} 自 ${toSeconds(lock.since)} 起由 ${lock.holder} 持有:请确认该程序已终止,再输入 \`skein unlock ${shellWord(lock.name)} --holder ${shellWord(lock.holder)} ${options}\`。`,
  }),
  absent: (lock: string, others: readonly StandingLock[]) => ({
    en: `nobody holds a lock ${lock}; ${others.length === 0 ? 'there are none' : `there are: ${others.map(({ name }) => name).join(', ')}`}.`,
    zh: `没有名为 ${lock} 的锁;${others.length === 0 ? '目前没有任何锁' : `现有:${others.map(({ name }) => name).join('、')}`}。`,
  }),
  otherHolder: (lock: StandingLock) => ({
    en: `${lock.name} is held by another one, ${lock.holder}, since ${toSeconds(lock.since)}; nothing was released.`,
    zh: `${lock.name} 的持有者不是它,而是 ${lock.holder}(自 ${toSeconds(lock.since)} 起);未释放。`,
  }),
  alive: (lock: StandingLock) => ({
    en: `${lock.holder} holds ${lock.name} since ${toSeconds(lock.since)} and renewed it: it is alive, or died a moment ago. Wait ${seconds(lock)} seconds and try again; if it has surely ended, add --force.`,
    zh: `${lock.holder} 自 ${toSeconds(lock.since)} 起持有 ${lock.name},且刚续期:它仍在运行,或刚刚终止。请等待 ${seconds(lock)} 秒后重试;若确已终止,请加 --force。`,
  }),
  released: (lock: StandingLock) => ({
    en: `Released ${lock.name}, which ${lock.holder} held since ${toSeconds(lock.since)}.`,
    zh: `已释放 ${lock.name}(${lock.holder} 自 ${toSeconds(lock.since)} 起持有)。`,
  }),
} satisfies Messages
