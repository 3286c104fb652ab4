import type { GenerationStatus, ProjectionStatus } from '@skein/engine'
import type { Text } from '@skein/kernel'

/** A generation that has read another log. */
export const divergedState: Text = { en: 'diverged', zh: '与日志不符' }

export const projectionStates: Readonly<Record<ProjectionStatus['state'], Text>> = {
  live: { en: 'live', zh: '在用' },
  diverged: divergedState,
  paused: { en: 'paused', zh: '已暂停' },
  building: { en: 'building', zh: '建立中' },
  absent: { en: 'absent', zh: '缺失' },
}

export const generationStates: Readonly<Record<GenerationStatus['state'], Text>> = {
  live: { en: 'live', zh: '在用' },
  building: { en: 'building', zh: '建立中' },
  named: { en: 'kept apart', zh: '另存' },
  retired: { en: 'retired', zh: '退役' },
}
