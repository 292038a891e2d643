import type { Rule } from '../rule.ts'
import { knownImages, rootsOf } from './images.ts'

export const repositoryMutable: Rule = {
  id: 'repository-mutable',
  title: 'A tag that is deployed can be moved to another image',
  severity: 'warning',
  needs: 'aws',
  why: 'The repository in ECR lets anybody who may push put another image under this tag. What runs then depends on when a node pulled it, and no commit says so. A tag beside a digest is not asked about: the digest decides.',
  *check(audited) {
    for (const { image, repository, facts } of knownImages(audited)) {
      if (image.digest || !image.tag || !facts.mutable.has(image.tag.text)) continue
      const { account, region } = facts.host
      yield {
        at: image.tag.at,
        message: `The tag ${image.tag.text} of ${repository} can be moved: tags are mutable in account ${account}, ${region}`,
        hint: `Make the tags of the repository immutable: aws ecr put-image-tag-mutability --registry-id ${account} --region ${region} --repository-name ${repository} --image-tag-mutability IMMUTABLE. Pushes that reuse a tag fail from then on. Or pin the digest beside the tag.`,
        inheritedBy: rootsOf(image),
      }
    }
  },
}
