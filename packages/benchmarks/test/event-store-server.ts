import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface EventStoreServer {
  readonly url: string
  stop(): Promise<void>
}

/** The protocol simulator of EventStoreDB as a process of its own, empty. */
export const startEventStore = async (): Promise<EventStoreServer> => {
  const script = new URL('../../storage-eventstoredb/test/simulator/main.ts', import.meta.url)
  const child = spawn(process.execPath, [fileURLToPath(script)], { stdio: ['pipe', 'pipe', 'inherit'] })
  // sound: readline gives lines as text
  const [url = ''] = (await once(createInterface({ input: child.stdout }), 'line')) as string[]
  return {
    url,
    stop: async () => {
      const exit = once(child, 'exit')
      child.stdin.end()
      await exit
    },
  }
}
