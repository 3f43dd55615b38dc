-- Whose data is restricted is asked before cases are shown beside others; they are few.
create index data_requests_restricted on data_requests (receipt, asked_right, stage)
    where asked_right = 'restrict' and stage = 'fulfilled';
