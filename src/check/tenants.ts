import type { Check } from './index.ts';

/** Tenants that are posted empty or deleted, and those whose virtual servers trust each other's authorities (02 §11.2, §15.8). */
export const checkTenants: Check = ({ tenants, controller, findings }) => {
  for (const { name, virtuals } of tenants) {
    if (virtuals.length === 0) {
      findings.add('tenant-emptied', { tenant: name, deleted: name !== controller?.partition });
      continue;
    }
    const trusting = virtuals.filter(({ tls }) => tls.client);
    const [first] = trusting;
    const bundles = new Set(trusting.map(({ tls }) => tls.client?.authorities.join('\n')));
    if (!first || bundles.size < 2) continue;
    const values = { tenant: name, virtuals: trusting.map(virtual => virtual.name).join(', ') };
    findings.add('ca-bundle-shared', values, { at: { source: first.origin.source } });
  }
};
