import type { Section } from '../kernel/policy/names.ts';
import type { Language } from '../kernel/words.ts';
import { addresses } from './addresses.ts';
import { Link } from './link.tsx';
import { wordsOf } from './words/words.ts';

interface VersionLinkProps {
  readonly language: Language;
  readonly version: number;
}

/** A version of the policy, linked to its text. */
export function VersionLink({ language, version }: VersionLinkProps) {
  return <Link href={addresses.version(version)}>{wordsOf(language).frame.version(version)}</Link>;
}

interface SectionLinkProps extends VersionLinkProps {
  readonly section: Section;
}

/** A section as it stood in the version that decided. */
export function SectionLink({ language, version, section }: SectionLinkProps) {
  const { sections, quoted } = wordsOf(language).frame;
  return <Link href={addresses.versionSection(version, section)}>{quoted(sections[section])}</Link>;
}
