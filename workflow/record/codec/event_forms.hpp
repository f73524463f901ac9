#pragma once

#include "workflow/record/events.hpp"
#include "workflow/run/codec/member_reader.hpp"
#include "workflow/run/codec/member_writer.hpp"

// The JSON form of every event outside runs, a pair of functions each: what write() puts, read() takes. A
// form that was ever written stays readable.
namespace runledger::record::forms {

using run::MemberReader;
using run::MemberWriter;

// request_events.cpp
void write(const RequestAccepted& event, MemberWriter& out);
void read(MemberReader& in, RequestAccepted& event);
void write(const RequestRefused& event, MemberWriter& out);
void read(MemberReader& in, RequestRefused& event);

// workflow_events.cpp
void write(const WorkflowCreated& event, MemberWriter& out);
void read(MemberReader& in, WorkflowCreated& event);
void write(const WorkflowVersionAdded& event, MemberWriter& out);
void read(MemberReader& in, WorkflowVersionAdded& event);
void write(const WorkflowEnabled& event, MemberWriter& out);
void read(MemberReader& in, WorkflowEnabled& event);
void write(const WorkflowDisabled& event, MemberWriter& out);
void read(MemberReader& in, WorkflowDisabled& event);

void write(const ScheduleFired& event, MemberWriter& out);
void read(MemberReader& in, ScheduleFired& event);

// admin_events.cpp
void write(const ApiKeyCreated& event, MemberWriter& out);
void read(MemberReader& in, ApiKeyCreated& event);
void write(const ApiKeyRevoked& event, MemberWriter& out);
void read(MemberReader& in, ApiKeyRevoked& event);
void write(const ConnectionSaved& event, MemberWriter& out);
void read(MemberReader& in, ConnectionSaved& event);
void write(const ConnectionDeleted& event, MemberWriter& out);
void read(MemberReader& in, ConnectionDeleted& event);
void write(const SecretSaved& event, MemberWriter& out);
void read(MemberReader& in, SecretSaved& event);
void write(const SecretDeleted& event, MemberWriter& out);
void read(MemberReader& in, SecretDeleted& event);

}  // namespace runledger::record::forms
