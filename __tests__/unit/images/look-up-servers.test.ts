import { expect, test } from 'vitest'
import { lookUpServers } from '../../../src/images/look-up-servers.ts'
import type { Endpoints } from '../../../src/plan/access.ts'
import type { PushedImage } from '../../../src/plan/image.ts'
import { ACCOUNT, anAccess, anImage, HOST, host } from '../builders.ts'

const OTHER = '999988887777'
const SYDNEY = 'https://api.ecr.ap-southeast-2.amazonaws.com/'

function images(...places: readonly (readonly [text: string, repository: string])[]): readonly PushedImage[] {
  return imagesAt({}, ...places)
}

function imagesAt(
  endpoints: Endpoints,
  ...places: readonly (readonly [text: string, repository: string])[]
): readonly PushedImage[] {
  const { session } = anAccess()
  return places.map(([text, repository]) =>
    anImage({ repository, access: anAccess({ session, registry: host(text), endpoints }) }),
  )
}

test.each<[what: string, asked: readonly PushedImage[], servers: Record<string, number>]>([
  ['one image: a login and a look-up', images([HOST, 'app']), { [SYDNEY]: 2 }],
  [
    'images of one repository: they are asked for together',
    images([HOST, 'a'], [HOST, 'a']),
    { [SYDNEY]: 2 },
  ],
  ['images of three repositories', images([HOST, 'a'], [HOST, 'b'], [HOST, 'c']), { [SYDNEY]: 4 }],
  [
    'two accounts of a region: one login',
    images([HOST, 'a'], [`${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com`, 'a']),
    { [SYDNEY]: 3 },
  ],
  [
    'two regions, and FIPS',
    images(
      [HOST, 'a'],
      [`${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`, 'a'],
      [`${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com`, 'a'],
    ),
    {
      [SYDNEY]: 2,
      'https://api.ecr.us-east-1.amazonaws.com/': 2,
      'https://api.ecr-fips.us-east-1.amazonaws.com/': 2,
    },
  ],
  [
    'two regions at one endpoint',
    imagesAt(
      { ECR: { variable: 'AWS_ENDPOINT_URL_ECR', url: 'http://127.0.0.1:4566/' } },
      [HOST, 'a'],
      [`${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`, 'a'],
    ),
    { 'http://127.0.0.1:4566/': 4 },
  ],
])('%s', (_, asked, servers) => {
  expect(Object.fromEntries(lookUpServers(asked))).toEqual(servers)
})
