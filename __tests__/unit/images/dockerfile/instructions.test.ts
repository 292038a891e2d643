import { expect, test } from 'vitest'
import { heredocsIn } from '../../../../src/images/dockerfile/instructions.ts'

const at = (...lines: readonly string[]) =>
  heredocsIn(lines.join('\n')).map(({ first, last }) => [first, last])

test.each<[string, readonly string[], number[][]]>([
  ['none', ['FROM scratch', 'RUN make'], []],
  ['a RUN', ['FROM scratch', 'RUN <<EOF', 'make', 'EOF', 'RUN x'], [[2, 4]]],
  ['a RUN through a command', ['RUN python3 <<EOF > /x', 'print(1)', 'EOF'], [[1, 3]]],
  ['a COPY in quotation marks', [`COPY <<'EOT' /x`, '$a', 'EOT'], [[1, 3]]],
  ['a COPY with a flag', ['COPY --chmod=755 <<"A_1" /x', 'a', 'A_1'], [[1, 3]]],
  ['two documents', ['COPY <<A <<B /x/', 'a', 'A', 'b', 'B', 'RUN c'], [[1, 5]]],
  [
    'two instructions',
    ['RUN <<A', 'a', 'A', 'ADD <<A /x', 'b', 'A'],
    [
      [1, 3],
      [4, 6],
    ],
  ],
  ['tabs in front of the end', ['RUN <<-EOF', '\ta', '\tEOF'], [[1, 3]]],
  ['tabs without a dash', ['RUN <<EOF', '\ta', '\tEOF'], []],
  [
    'an instruction over lines',
    ['RUN --mount=type=tmpfs,target=/x \\', '  # why', '  <<EOF', 'a', 'EOF'],
    [[1, 5]],
  ],
  ['a file descriptor', ['RUN cmd 3<<EOF', 'a', 'EOF'], [[1, 3]]],
  ['a document without end', ['RUN <<EOF', 'a'], []],
  ['a shift', ['RUN echo $((1 << 2)) && echo $((1<<a))', 'a'], []],
  ['a here-string', ['RUN cat <<<EOF', 'EOF'], []],
  ['other instructions', ['ENV A=" <<EOF"', 'EOF', 'LABEL b= <<EOF', 'EOF'], []],
  ['a comment', ['# RUN <<EOF', 'EOF'], []],
])('finds %s', (_, lines, found) => {
  expect(at(...lines)).toEqual(found)
})
