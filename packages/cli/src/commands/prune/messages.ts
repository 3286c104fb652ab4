import type { Text } from '@skein/kernel'
import { grouped, type Messages } from '../../messages/messages.js'

export const pruneMessages = {
  summary: { en: 'drop read models that are no longer in use', zh: '清除不再需要的读模型' },
  details: {
    en: 'Drops retired generations and those of older versions; nothing is rebuilt, and no event is changed. With --kept it drops only what `rebuild --into` kept under that name. Generations that another process is building stay.',
    zh: '清除退役的和旧版本的各代读模型;不重建,也不触及事件。加 --kept 时只清除 `rebuild --into` 以该名称另存的读模型。其他进程正在建立的不受影响。',
  },
  kept: { en: 'drop what is kept apart under this name', zh: '清除以此名称另存的读模型' },
  dryRun: { en: 'show what would be dropped, and drop nothing', zh: '只说明将清除什么,不实际执行' },
  dropped: (count: number) => ({
    en:
      count === 0
        ? 'Nothing to drop: no generation is retired or of an older version.'
        : `Dropped ${grouped(count)} ${count === 1 ? 'generation' : 'generations'}.`,
    zh: count === 0 ? '没有可清除的:没有退役的,也没有旧版本的读模型。' : `清除了 ${grouped(count)} 代读模型。`,
  }),
  wouldDrop: (count: number) => ({
    en: `Would drop ${grouped(count)} ${count === 1 ? 'generation' : 'generations'}; nothing was done.`,
    zh: `将清除 ${grouped(count)} 代读模型;未作任何改动。`,
  }),
  sameSize: {
    en: 'The file keeps its size; later writes use the free space in it.',
    zh: '文件大小不变;腾出的空间供以后写入使用。',
  },
} satisfies Messages

export const pruneHeading = [
  { en: 'read model', zh: '读模型' },
  { en: 'version', zh: '版本' },
  { en: 'state', zh: '状态' },
  { en: 'generation', zh: '代' },
] satisfies readonly Text[]
