import type { AnyProjection, Text } from '@skein/kernel'
import type { Generation, Storage } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { parseBounds } from '../projections/bounds.js'
import { NotReady, type NotReadyProgress } from './not-ready.js'
import type { GenerationChoice } from './read-model.js'

/** Reads from one generation; finds it again if it was replaced and dropped in between. */
export const inGeneration = async <Result>(
  storage: Storage,
  projection: AnyProjection,
  choice: GenerationChoice,
  read: (generation: Generation) => Promise<Result>,
): Promise<Result> => {
  for (let attempt = 1; ; attempt++) {
    const generation = await generationOf(storage, projection, choice)
    try {
      return await read(generation)
    } catch (error) {
      if (attempt === 3 || !isStorageError(error, 'missing')) throw error
    }
  }
}

const generationOf = async (
  storage: Storage,
  projection: AnyProjection,
  choice: GenerationChoice,
): Promise<Generation> => {
  const { name, version } = projection
  const ofVersion = (await storage.readModels.generations(name)).filter((one) => one.version === version)
  const found = ofVersion.find(({ id, state, into }) => {
    if (choice.generation !== undefined) return id === choice.generation
    return choice.into === undefined ? state === 'live' : state === 'named' && into === choice.into
  })
  if (found !== undefined) return found
  if (choice.generation !== undefined) throw unknownGeneration(projection, choice.generation)
  if (choice.into !== undefined) throw await notKept(storage, projection, choice.into)
  throw await notLive(storage, projection, ofVersion)
}

const unknownGeneration = (projection: AnyProjection, id: string): NotReady =>
  new NotReady(
    projection,
    {
      en: `${projection.name} version ${projection.version} has no generation ${JSON.stringify(id)}.`,
      zh: `${projection.name} 版本 ${projection.version} 没有标识为 ${JSON.stringify(id)} 的一代。`,
    },
    {
      en: '`status(domain, storage)` lists the generations; without `generation`, the live one is read.',
      zh: '`status(domain, storage)` 列出全部各代;不写 `generation` 则读取当前一代。',
    },
  )

const notKept = async ({ readModels }: Storage, projection: AnyProjection, asked: string): Promise<NotReady> => {
  const named = (await readModels.generations()).filter(({ state }) => state === 'named')
  const names = [...new Set(named.flatMap(({ into }) => into ?? []))].sort()
  const sameName = named.find(({ into }) => into === asked)
  const others =
    names.length === 0
      ? { en: 'nothing is kept apart', zh: '尚无另存的读模型' }
      : { en: `kept are: ${names.join(', ')}`, zh: `已有的名称:${names.join('、')}` }
  const { name, version } = projection
  const quoted = JSON.stringify(asked)
  const text = {
    en: `${name} version ${version} is not kept as ${quoted}: rebuild it into that name first; ${others.en}.`,
    zh: `${name} 版本 ${version} 没有以 ${quoted} 另存:请先以此名称重建;${others.zh}。`,
  }
  const remedy = {
    en: `\`rebuild(domain, storage, { projections: ['${name}'], into: ${quoted} })\` builds it.`,
    zh: `\`rebuild(domain, storage, { projections: ['${name}'], into: ${quoted} })\` 可建立。`,
  }
  const bounds = sameName === undefined ? {} : parseBounds(sameName.bounds)
  return new NotReady(projection, text, remedy, { kept: { asked, names, ...bounds } })
}

const build: Text = {
  en: 'Call `await runtime.settle()` once, or keep `runtime.project()` running; `rebuild(domain, storage)` builds it from the log.',
  zh: '请调用一次 `await runtime.settle()`,或让 `runtime.project()` 持续运行;也可用 `rebuild(domain, storage)` 由日志建立。',
}

const wait: Text = {
  en: 'Try again when it is done; if no process is building it, call `rebuild(domain, storage)`, which resumes it.',
  zh: '请在完成后重试;如无进程正在建立,请调用 `rebuild(domain, storage)` 继续。',
}

const notLive = async (
  storage: Storage,
  projection: AnyProjection,
  ofVersion: readonly Generation[],
): Promise<NotReady> => {
  const progress = await progressOf(storage, projection, ofVersion)
  const state =
    progress === undefined
      ? { en: 'it has not been built yet', zh: '尚未建立' }
      : {
          en: `a rebuild has applied ${progress.events} events so far`,
          zh: `正在重建,已处理 ${progress.events} 个事件`,
        }
  const { name, version } = projection
  const text = {
    en: `${name} version ${version} is not ready: ${state.en}.`,
    zh: `读模型 ${name} 版本 ${version} 尚不可用:${state.zh}。`,
  }
  return new NotReady(projection, text, progress === undefined ? build : wait, progress && { progress })
}

const progressOf = async (
  { events }: Storage,
  { reads }: AnyProjection,
  ofVersion: readonly Generation[],
): Promise<NotReadyProgress | undefined> => {
  const building = ofVersion.find(({ state }) => state === 'building')
  if (building === undefined) return undefined
  const { checkpoint } = building
  const remaining = await events.count({ types: reads, ...(checkpoint === undefined ? {} : { after: checkpoint }) })
  return { events: building.events, ...(remaining === undefined ? {} : { remaining }) }
}
