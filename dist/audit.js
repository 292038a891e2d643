import { audit } from './index.js'
await audit()
