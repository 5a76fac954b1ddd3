import { addMember, addMemberInput } from "../../identity/add-member.ts";
import { readMembers } from "../../identity/read-members.ts";
import { removeMember, removeMemberInput } from "../../identity/remove-member.ts";
import { renewPassword, renewPasswordInput } from "../../identity/renew-password.ts";
import { setMemberLots, setMemberLotsInput } from "../../identity/set-member-lots.ts";
import { setMemberRole, setMemberRoleInput } from "../../identity/set-member-role.ts";
import { makeRouter, operatorProcedure } from "../init.ts";

export const membersRouter = makeRouter({
  list: operatorProcedure("member.manage").query(({ ctx }) => readMembers(ctx.checked)),
  add: operatorProcedure("member.manage")
    .input(addMemberInput)
    .mutation(({ ctx, input }) => addMember(ctx.checked, input)),
  setRole: operatorProcedure("member.manage")
    .input(setMemberRoleInput)
    .mutation(({ ctx, input }) => setMemberRole(ctx.checked, input)),
  setLots: operatorProcedure("member.manage")
    .input(setMemberLotsInput)
    .mutation(({ ctx, input }) => setMemberLots(ctx.checked, input)),
  renewPassword: operatorProcedure("member.manage")
    .input(renewPasswordInput)
    .mutation(({ ctx, input }) => renewPassword(ctx.checked, input)),
  remove: operatorProcedure("member.manage")
    .input(removeMemberInput)
    .mutation(({ ctx, input }) => removeMember(ctx.checked, input)),
});
