import type { Text } from '@skein/engine/storage'

/** What a call was for, to be named in its error. */
export interface Purpose {
  /** The stream; `undefined`: the log of all streams, `$all`. */
  readonly stream: string | undefined
  readonly action: 'read' | 'append'
  /** The call begins at a position that its caller gave. */
  readonly fromPosition?: boolean
}

const shortened = (details: string): string => details.slice(0, 300).replace(/\.$/, '')
export const asItSays = (details: string): Text => ({ en: shortened(details), zh: shortened(details) })

export const noRight = ({ stream, action }: Purpose): Text => {
  const where = stream ?? '$all'
  return action === 'append'
    ? {
        en: `this user may not write to ${where}; grant the right in the access list of the stream`,
        zh: `该用户无权写入 ${where};请在流的访问控制列表中授予`,
      }
    : {
        en: `this user may not read ${where}; grant the right in ${stream === undefined ? 'the metadata of $all, $$$all' : 'the access list of the stream'}`,
        zh: `该用户无权读取 ${where};请在${stream === undefined ? ' $all 的元数据 $$$all ' : '流的访问控制列表'}中授予`,
      }
}

export const deleted = (stream: string): Text => ({
  en: `${stream} was deleted permanently on the server; restore a backup of the server`,
  zh: `${stream} 已在服务器上被永久删除;请恢复服务器的备份`,
})

export const tooLarge = (limit: string | undefined): Text => ({
  en: `the server takes ${limit === undefined ? 'no append of this size' : `at most ${limit} bytes in one append`}; write fewer or smaller events`,
  zh: `服务器${limit === undefined ? '不接受这么大的追加' : `每次追加最多接受 ${limit} 字节`};请减少事件数量或缩小事件`,
})

export const noSuchPosition: Text = {
  en: 'its log has no record at this position: it was given by another log, or this one was restored to an earlier state',
  zh: '其日志在该位置没有记录:该位置来自另一日志,或本日志已恢复到更早的状态',
}

export const refused = (details: string): Text => ({
  en: `the server refused the call (${shortened(details)})`,
  zh: `服务器拒绝了调用(${shortened(details)})`,
})

export const wrongCertificate = (details: string): Text => ({
  en: `no trusted connection (${shortened(details)}); check tlsCAFile, the name of the host in the server's certificate, and whether the server uses TLS at all (tls=false)`,
  zh: `无法建立可信连接(${shortened(details)});请检查 tlsCAFile、服务器证书中的主机名,以及服务器是否启用了 TLS(tls=false)`,
})
