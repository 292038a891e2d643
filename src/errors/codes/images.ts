/** The codes of images: those that are there, engines, builds and pushes. */
export const IMAGES_CODES = {
  IMAGE_MISSING: 'The image is not in the registry, and this run may not build it.',
  IMAGE_UNAVAILABLE: 'ECR has the image, or may have it, but does not hand it over.',
  IMAGE_OTHER_COMMIT: 'An image with this tag exists, and says that it was built from another commit.',
  IMAGE_PLATFORM_MISSING: 'An image with this tag exists, but not for every platform that is asked for.',
  IMAGE_OTHER_PARTS: 'An image with this tag exists, and is not made of the images of merge-tags.',
  MERGE_IMPOSSIBLE: 'The images of merge-tags cannot be put together to one image.',
  REPLICA_MISSING:
    'The image did not reach a registry that ECR fills by replication, in the time that replicas gives it.',
  ENGINE_MISSING: 'No container engine answers on this runner.',
  ENGINE_UNSUITABLE: 'The container engine cannot do what an input asks for.',
  BUILDER_SHARED: "The files of this run may be anybody's, and the builder is shared with other runs.",
  BUILDER_UNREACHABLE: 'The builder could not be reached, or the connection to it broke.',
  PATH_OUTSIDE:
    'A path of the build leads out of the workspace, or to a folder that holds secrets of the job.',
  DOCKERFILE_MISSING: 'The Dockerfile or the build context is not there.',
  BUILD_FAILED: 'The container build failed.',
  PUSH_FAILED: 'The image was built, but the registry did not take it.',
  REGISTRY_UNAVAILABLE: 'The registry kept answering with a temporary error.',
} as const
