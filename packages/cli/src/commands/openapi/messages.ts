import { grouped, type Messages, quoted } from '../../messages/messages.js'

export const openapiMessages = {
  summary: { en: 'write the OpenAPI document of the HTTP API', zh: '输出 HTTP 接口的 OpenAPI 文档' },
  details: {
    en: 'Writes the contract that `skein serve` serves at /openapi.json, for the commands, events, rules and read models of the domain. Generators make clients from it. No store is opened.',
    zh: '输出 `skein serve` 在 /openapi.json 提供的接口约定,涵盖领域中的命令、事件、规则和读模型;可用生成工具据此生成客户端。不打开任何存储。',
  },
  out: { en: 'the file to write; default stdout', zh: '写入的文件;默认输出到标准输出' },
  publicUrl: { en: 'the public address of the API, with its path', zh: '接口对外的地址,含路径' },
  notWritten: (file: string, code: string) => ({
    en: `--out ${quoted(file)} cannot be written (${code}): give a file in a folder that exists.`,
    zh: `--out ${quoted(file)} 无法写入(${code}):请给出已有目录中的文件。`,
  }),
  written: (file: string, operations: number) => ({
    en: `${grouped(operations)} paths in ${quoted(file)}.`,
    zh: `已写入 ${quoted(file)}:${grouped(operations)} 个路径。`,
  }),
} satisfies Messages
