import { customResourceSections } from './custom-resources.ts';
import { otherSystemSections } from './other-systems.ts';
import { routeSections } from './routes.ts';

/**
 * Every numbered section of the behavioural specification, in its order, `design` for what cis-render itself asks for, and the documents of
 * other systems. A rule cites one of them. Read by documents and tests alone.
 */
export const sections = {
  design: { title: 'what cis-render itself asks for', states: 'a workspace or a file that cannot be used' },
  ...routeSections,
  ...customResourceSections,
  ...otherSystemSections,
};

export type SectionId = keyof typeof sections;
