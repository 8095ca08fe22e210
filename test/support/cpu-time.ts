/** The processor's time that this process has taken meanwhile, in milliseconds: the clock's time tells who else is at work. */
export async function cpuTimeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
