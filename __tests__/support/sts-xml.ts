import { randomUUID } from 'node:crypto'
import type { Reply } from './part.ts'

export interface XmlTree {
  [tag: string]: string | XmlTree
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

export const xmlReply = (status: number, tree: XmlTree): Reply => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() },
  body: render(tree).replace(/^<(\w+)>/, `<$1 xmlns="${NAMESPACE}">`),
})

export const errorXml = (code: string, message: string, status = 400): Reply =>
  xmlReply(status, {
    ErrorResponse: {
      Error: { Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message },
      RequestId: randomUUID(),
    },
  })

const render = (tree: XmlTree): string =>
  Object.entries(tree)
    .map(
      ([tag, value]) => `<${tag}>${typeof value === 'string' ? escapeText(value) : render(value)}</${tag}>`,
    )
    .join('\n')

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
