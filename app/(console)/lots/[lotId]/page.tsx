import { redirect } from "next/navigation";

export default async function LotHome(props: { params: Promise<{ lotId: string }> }): Promise<never> {
  const { lotId } = await props.params;
  redirect(`/lots/${lotId}/passages`);
}
