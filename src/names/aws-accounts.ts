/** What an account of AWS has images of. */
export type AwsOwner = 'EKS add-ons' | 'Deep Learning Containers' | 'EMR on EKS' | 'AWS Marketplace'

/** Where sellers of AWS Marketplace keep their images, in one region. */
export const MARKETPLACE = { account: '709825985650', region: 'us-east-1' } as const

/** EKS user guide, "View Amazon container image registries for Amazon EKS add-ons". */
const EKS = `
602401143452 877085696533 800184023465 533267051163 296578399912 900889452093 491585149902 151610086707 333609536671
121268973566 761377655185 918309763551 961992271922 900612956339 590381155156 455263428931 558608220178 759879836304
066635153087 730335286997 013241004608 151742754352 249663109785 725322719131 608367168043 187977181151 676585237158`

/** Deep Learning Containers, "Available images". */
const DEEP_LEARNING = `
763104351884 626614931356 871362719292 975050140332 772153158452 364406365360 907027046896 457447274322 550225433462
590183813437 204538143572 380420809688 692866216735 503227376785 780543022126 217643126080 914824155844 637423239942
727897471807 442386744353 446045086412 886529160074 094389454867`

/** EMR on EKS development guide, "How to select a base image URI". */
const EMR = `
059004520145 996579266876 235914868574 671219180197 038297999601 351826393999 107292555468 830386416364 483788554619
118780647275 307523725174 052806832358 755674844232 711395599931 608033475327 895885662937`

const listed = (text: string, owner: AwsOwner): readonly (readonly [string, AwsOwner])[] =>
  text
    .trim()
    .split(/\s+/)
    .map((account) => [account, owner] as const)

const OWNERS = new Map<string, AwsOwner>([
  ...listed(EKS, 'EKS add-ons'),
  ...listed(DEEP_LEARNING, 'Deep Learning Containers'),
  ...listed(EMR, 'EMR on EKS'),
  [MARKETPLACE.account, 'AWS Marketplace'],
])

/** Whose images an account of AWS has; undefined for the account of anybody else. */
export const awsOwner = (account: string): AwsOwner | undefined => OWNERS.get(account)
