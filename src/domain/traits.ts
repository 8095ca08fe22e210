/**
 * Traits: words for what a machine is or can do, which schedulers ask for by name. Those of the public catalogue
 * (os-traits) begin with one of its namespaces; whoever makes up one of their own begins with CUSTOM_. The catalogue itself
 * grows by the month, so only the form is checked.
 */
/** That a node has, or a runbook or an allocation asks for. */
export const MAX_TRAITS = 50;
const MAX_TRAIT_LENGTH = 255;

const TRAIT = /^(?:CUSTOM|COMPUTE|HW|MISC|OWNER|STORAGE)_[A-Z0-9_]+$/;

export const isTrait = (text: string): boolean => text.length <= MAX_TRAIT_LENGTH && TRAIT.test(text);

export const TRAIT_FORM = `CUSTOM_ and then capital letters, digits or _, or a standard trait such as HW_CPU_X86_VMX; at most ${MAX_TRAIT_LENGTH} characters`;
