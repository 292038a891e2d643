/** What a test tells the stand-in builder to do; everything else it does as buildah does. */
export interface BuilderScript {
  /** By the text of a RUN instruction, without the word RUN, on one line; one that is not here succeeds silently. */
  steps?: Record<string, ScriptedStep>
  /** The push writes a line and then waits to be interrupted. */
  holdPush?: boolean
  /** No two builds give the same image, as with a compiler that writes down the time. */
  differs?: boolean
  /** The platform that every image is made for, whatever was asked for: that of the base image. */
  builds?: string
  /** What `--version` tells; one that has no known way out when absent. */
  version?: string
  /** Every step prints all that it could read, in base64. */
  tells?: boolean
}

export interface ScriptedStep {
  prints?: string[]
  complains?: string[]
  exitCode?: number
  /** Waits to be interrupted, after it has printed. */
  hangs?: boolean
  ignoresInterrupt?: boolean
  /** Goes on when so many builds have come to this step, at the latest after 20 s. */
  meets?: number
  takesMs?: number
  /** Goes on when the test says so, at the latest after 20 s. */
  waits?: boolean
}

/** One start of the stand-in builder, with what it was given to log in with at that moment. */
export interface BuilderCall {
  argv: string[]
  env: Record<string, string>
  cwd: string
  files: { path: string; mode: string; text: string }[]
  /** Everything in the private folder of the step at that moment, from there. */
  privateFiles: string[]
}
