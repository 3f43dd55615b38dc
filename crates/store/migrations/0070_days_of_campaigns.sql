-- A board adds up what communes did on many days: in their order, out of the index alone.
create index campaign_days_of_units on campaign_days (campaign, unit, day, logs, visited, helped, needs);
