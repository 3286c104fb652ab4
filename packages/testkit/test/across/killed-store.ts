import type { Storage } from '@skein/engine'

/** A store as a process sees it that ends before the write after so many others: that one never returns. */
export const killedAfter = (storage: Storage, writes: number) => {
  let left = writes
  let kill = (): void => undefined
  const end = new Promise<'killed'>((resolve) => {
    kill = () => resolve('killed')
  })
  const write = <Result>(run: () => Promise<Result>): Promise<Result> => {
    left -= 1
    if (left >= 0) return run()
    kill()
    return new Promise(() => undefined)
  }
  const { events, readModels } = storage
  return {
    end,
    storage: {
      ...storage,
      name: storage.name,
      keys: storage.keys,
      events: overriding(events, {
        append:
          (...args: Parameters<typeof events.append>) =>
          () =>
            write(events.append(...args)),
      }),
      readModels: overriding(readModels, {
        commit: (...args: Parameters<typeof readModels.commit>) => write(() => readModels.commit(...args)),
      }),
    },
  }
}

/** An object with other methods, all else its own. */
const overriding = <Of extends object>(of: Of, methods: Partial<Of>): Of =>
  new Proxy(of, {
    get: (target, name) => {
      const own: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name)
      return typeof own === 'function' && !Object.hasOwn(methods, name) ? own.bind(target) : own
    },
  })
