/** The checked-out commit alone and no credential in the configuration, as actions/checkout leaves it. */
import { execFileSync } from 'node:child_process'

const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA = '', INPUT_TOKEN } = process.env
const basic = Buffer.from(`x-access-token:${INPUT_TOKEN}`).toString('base64')

const git = (...args: string[]) => execFileSync('git', args, { stdio: 'inherit' })

git('init', '-q')
git('remote', 'add', 'origin', `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`)
git('-c', `http.extraHeader=Authorization: Basic ${basic}`, 'fetch', '-q', '--depth=1', 'origin', GITHUB_SHA)
git('checkout', '-q', '--detach', 'FETCH_HEAD')
