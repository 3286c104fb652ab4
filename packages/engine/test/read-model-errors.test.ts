import { day } from '@skein/kernel'
import { expect, it } from 'vitest'
import { openMemory } from '../src/memory/open.js'
import { reader } from '../src/reading/reader.js'
import { prune } from '../src/rebuild/prune.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { ledger } from './ledger-domain.js'
import { balances, recorded, threeAccounts, withMethods } from './ledger-store.js'

const read = (name: string, options = {}, storage = openMemory()) =>
  Promise.resolve().then(() => reader(ledger, storage, () => day('2018-06-01'))(name).get('all', options))

const withNamed = async () => {
  const storage = await recorded(threeAccounts)
  await rebuild(ledger, storage, { into: 'may', asOf: '2018-05-01', knownAt: '2018-06-01T08:00:00Z' })
  return storage
}

const lockedStore = async () => {
  const storage = await recorded(threeAccounts)
  await storage.readModels.lock('rebuild/balances@1', { name: 'elsewhere/42', ttl: 60_000 })
  return storage
}

/** The generation is dropped before the first commit. */
const droppingStore = async () => {
  const storage = await recorded(threeAccounts)
  const { readModels } = storage
  const commit: typeof readModels.commit = async (generation, changes) => {
    await readModels.drop(generation)
    return readModels.commit(generation, changes)
  }
  return { ...storage, readModels: withMethods(readModels, { commit }) }
}

const failing = {
  ...ledger,
  projections: [{ ...balances, row: () => expect.unreachable('a bug') }],
}

const cases: Readonly<Record<string, [fails: () => Promise<unknown>, chinese: string]>> = {
  'an unknown read model': [() => read('balance'), '没有名为 "balance" 的读模型'],
  'a read model without a generation': [() => read('moves'), '读模型 moves 版本 1 尚不可用:尚未建立。'],
  'a name without generations': [() => read('moves', { into: 'may' }), '尚无另存的读模型'],
  'another name than the generations have': [
    async () => read('moves', { into: 'june' }, await withNamed()),
    '已有的名称:may',
  ],
  'an unknown generation': [() => read('moves', { generation: 'x' }), '没有标识为 "x" 的一代'],
  'an unknown projection': [() => rebuild(ledger, openMemory(), { projections: ['x'] }), '没有名为 "x" 的读模型'],
  'a day that is none': [() => rebuild(ledger, openMemory(), { asOf: 'today' }), 'asOf 应为日期'],
  'an instant that is none': [() => rebuild(ledger, openMemory(), { knownAt: 'now' }), 'knownAt 应为带时差的时刻'],
  'other bounds under the same name': [
    async () => rebuild(ledger, await withNamed(), { into: 'may' }),
    'balances 已以 "may" 另存(只计截至 2018-05-01 发生且截至 2018-06-01T08:00:00.000Z 已记录的事实)',
  ],
  'a lock of another process': [async () => rebuild(ledger, await lockedStore()), '正由 elsewhere/42 重建'],
  'a generation that was dropped': [async () => rebuild(ledger, await droppingStore()), '另一进程接管了'],
  'a name that cannot be pruned': [
    async () => prune(ledger, await withNamed(), { kept: 'x' }),
    '没有以 "x" 另存的读模型',
  ],
}

it.each(Object.entries(cases))('describes %s in English and Chinese', async (_case, [fails, chinese]) => {
  const error: unknown = await fails().catch((cause: unknown) => cause)
  expect(error).toMatchObject({ text: { zh: expect.stringContaining(chinese) } })
  // the message is the English text
  expect(error).toEqual(expect.objectContaining({ message: expect.stringMatching(/^[^一-鿿]+$/) }))
})

it('describes a failing projection in English and Chinese', async () => {
  const { findings } = await rebuild(failing, await recorded(threeAccounts))
  expect(findings[0]?.text).toEqual({
    en: 'the projection balances failed while applying Opened, revision 0 of account-a; this is a bug in its code',
    zh: '读模型 balances 在处理 account-a 序号 0(Opened)时出错;这是其代码的缺陷',
  })
})
