import { expect, test } from 'vitest'
import { extract, type OpenApi } from '../../scripts/github/extract.ts'

const text = (more: object) => ({ type: 'string', description: 'A text', example: 'x', ...more })
const answer = (schema: object) => ({ content: { 'application/json': { schema } } })

const DOCUMENT: OpenApi = {
  paths: {
    '/a/{id}': {
      get: {
        parameters: [{ $ref: '#/components/parameters/id' }, { name: 'x', in: 'header', schema: {} }],
        responses: {
          '200': answer({ $ref: '#/components/schemas/node' }),
          '204': { description: 'Nothing' },
          '404': { $ref: '#/components/responses/none' },
        },
      },
    },
  },
  components: {
    parameters: { id: { name: 'id', in: 'path', required: true, schema: text({ maxLength: 3 }) } },
    responses: { none: answer({ type: 'object', properties: { description: text({ nullable: true }) } }) },
    schemas: {
      node: {
        type: 'object',
        title: 'Node',
        properties: {
          next: { nullable: true, anyOf: [{ $ref: '#/components/schemas/node' }] },
          kind: { type: 'string', enum: ['a', 'b'], nullable: true },
        },
        required: ['next'],
      },
      unused: { type: 'string' },
    },
  },
}

test('an operation is extracted with what it refers to, as JSON Schema and without texts', () => {
  const { operations, schemas } = extract(DOCUMENT, ['GET /a/{id}'])
  expect(operations['GET /a/{id}']).toEqual({
    parameters: { type: 'object', properties: { id: { type: 'string', maxLength: 3 } }, required: ['id'] },
    answers: {
      '200': { $ref: 'github#/schemas/node' },
      '204': null,
      '404': { type: 'object', properties: { description: { type: ['string', 'null'] } } },
    },
  })
  expect(schemas).toEqual({
    node: {
      type: 'object',
      properties: {
        next: { anyOf: [{ anyOf: [{ $ref: 'github#/schemas/node' }] }, { type: 'null' }] },
        kind: { type: ['string', 'null'], enum: ['a', 'b', null] },
      },
      required: ['next'],
    },
  })
})

test('an operation that GitHub does not describe is no operation', () => {
  expect(() => extract(DOCUMENT, ['POST /a/{id}'])).toThrow("GitHub's description has no POST /a/{id}")
})
