import { type OutputOptions, type Plugin, rolldown } from 'rolldown'
import { builtins } from './builtins.ts'
import { chunks } from './chunks.ts'

/** The doors behind src/index.ts. @returns the files of all modules that dist/ has something of. */
export function bundleDoors(): Promise<readonly string[]> {
  const { plugin, codeSplitting } = chunks()
  return bundle({ index: 'src/index.ts' }, [plugin], { codeSplitting, cleanDir: true })
}

/** One file, whatever is in it. */
export const bundlePost = (): Promise<readonly string[]> =>
  bundle({ post: 'src/post.ts' }, [], { codeSplitting: false })

async function bundle(
  input: Readonly<Record<string, string>>,
  plugins: readonly Plugin[],
  output: OutputOptions,
): Promise<readonly string[]> {
  await using build = await rolldown({
    input,
    platform: 'node',
    plugins: [...plugins, builtins],
    preserveEntrySignatures: 'allow-extension',
    // The builds that can be taken apart: without `module`, packages of AWS give one that comes as a whole.
    resolve: { mainFields: ['module', 'main'] },
    onLog: (_, { message }) => {
      throw new Error(message)
    },
  })
  const names = { entryFileNames: '[name].js', chunkFileNames: '[name].js' }
  const { output: made } = await build.write({
    dir: 'dist',
    format: 'esm',
    minify: 'dce-only',
    ...names,
    ...output,
  })
  const modules = made.flatMap((file) => (file.type === 'chunk' ? Object.entries(file.modules) : []))
  return modules.filter(([, { renderedLength }]) => renderedLength > 0).map(([id]) => id)
}
